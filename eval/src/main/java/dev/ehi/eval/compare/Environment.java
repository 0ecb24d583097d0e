package dev.ehi.eval.compare;

import dev.ehi.eval.Embeddings;
import dev.ehi.eval.compare.Results.Setting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.util.Version;

/** Records where and with what a comparison ran. */
final class Environment {

  private Environment() {}

  static Setting setting(
      String set, Embeddings embeddings, ComparisonConfig config, Map<String, String> caller) {
    return new Setting(
        set,
        embeddings.size(),
        embeddings.test().size(),
        embeddings.dim(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        versions(),
        config,
        caller);
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("java", System.getProperty("java.vm.version"));
    versions.put("lucene", Version.LATEST.toString());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return versions;
  }
}
