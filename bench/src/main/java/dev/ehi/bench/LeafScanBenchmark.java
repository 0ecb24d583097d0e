package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
 * A search of all leaves against the bare kernel on the same bytes and against the memory itself:
 * gigabytes a second are {@value #SIZE} * {@value #DIM} * 4 over the nanoseconds of an operation.
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
  private static final int BLOCK = 128;

  private final DotProduct kernel = DotProduct.best();
  private final float[] scores = new float[BLOCK];
  private Vectors vectors = Vectors.allocate(0, DIM);
  private float[] query = {};
  private Path directory = Path.of("");
  private @Nullable EhiSearcher searcher;

  @Setup(Level.Trial)
  public void setUp() throws IOException {
    ClusteredVectors source = new ClusteredVectors(DIM, 1000, .8, 1);
    vectors = source.draw(SIZE);
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

  /** The kernel alone. */
  @Benchmark
  public float kernel() {
    float best = 0;
    for (int i = 0; i < SIZE; i += BLOCK) {
      int count = Math.min(BLOCK, SIZE - i);
      kernel.rows(vectors.segment(), vectors.offset(i), count, query, scores);
      best = Math.max(best, scores[0]);
    }
    return best;
  }

  /** Every cache line touched: what the memory gives to one thread. */
  @Benchmark
  public long memory() {
    MemorySegment segment = vectors.segment();
    long bytes = segment.byteSize();
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (long i = 0; i < bytes; i += 256) {
      a += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, i);
      b += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 64);
      c += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 128);
      d += segment.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 192);
    }
    return a + b + c + d;
  }
}
