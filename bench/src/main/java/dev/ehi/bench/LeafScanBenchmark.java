package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A search of all leaves: gigabytes a second are {@value #SIZE} * {@value #DIM} * 4 over the
 * nanoseconds of an operation. {@link KernelBenchmark} says what the kernel and the memory give.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class LeafScanBenchmark {

  static final int SIZE = 100_000;
  static final int DIM = 384;
  private static final int LEAVES = 256;

  private float[] query = {};
  private Path directory = Path.of("");
  private @Nullable EhiSearcher searcher;

  @Setup(Level.Trial)
  public void setUp() throws IOException {
    ClusteredVectors source = new ClusteredVectors(DIM, 1000, .8, 1);
    Vectors vectors = source.draw(SIZE);
    query = source.draw(1).row(0);
    Vectors centroids =
        KMeans.centroids(vectors, LEAVES, new KMeans.Config(3, 40, 1), Progress.none());
    directory = Files.createTempDirectory("leaf-scan");
    try (EhiIndex index = EhiIndex.create(directory, Tree.ofCentroids(centroids, .1f), Map.of())) {
      for (int i = 0; i < SIZE; i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
      }
      index.compact();
      index.commit();
    }
    searcher = EhiSearcher.open(directory);
  }

  private EhiSearcher searcher() {
    return Objects.requireNonNull(searcher);
  }

  @TearDown(Level.Trial)
  public void tearDown() throws IOException {
    searcher().close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Routing, scan, top 10 and ids. */
  @Benchmark
  public SearchResult searchAllLeaves() throws IOException {
    return searcher().search(query, 10, new Budget.Beam(LEAVES));
  }
}
