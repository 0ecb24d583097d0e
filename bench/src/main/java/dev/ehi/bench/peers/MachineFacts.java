package dev.ehi.bench.peers;

import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.ehi.core.vector.DotProduct;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.util.Version;

/** Records where and with what a benchmark ran. */
final class MachineFacts {

  private MachineFacts() {}

  /** Name to version or description. */
  static Map<String, String> all() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("java", System.getProperty("java.vm.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("EHI's kernel", DotProduct.best().getClass().getSimpleName());
    facts.put("lucene", Version.LATEST.toString());
    facts.put(
        "jvector",
        jar(GraphIndexBuilder.class)
            + ", "
            + VectorizationProvider.getInstance().getClass().getSimpleName());
    facts.put("hnswlib-core", jar(HnswIndex.class));
    return facts;
  }

  /** The file that a class comes from, whose name has the version. */
  private static String jar(Class<?> type) {
    String location = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return String.valueOf(Path.of(location).getFileName());
  }
}
