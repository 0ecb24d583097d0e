package dev.ehi.bench;

import dev.ehi.lucene.leaf.LeafEncoding;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels that score rows, each against reading the same bytes: {@value #SIZE} rows of
 * dimension {@value #DIM}, more than caches hold.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class KernelBenchmark {

  static final int SIZE = 200_000;
  static final int DIM = 384;

  @Param public LeafEncoding encoding = LeafEncoding.FLOAT32;

  private @Nullable ScanKernel kernel;

  @Setup(Level.Trial)
  public void setUp() {
    ClusteredVectors source = new ClusteredVectors(DIM, 1000, .8, 1);
    kernel = ScanKernel.of(encoding, source.draw(SIZE), source.draw(1).row(0));
  }

  /** Scores all rows. */
  @Benchmark
  public double scan() {
    return Objects.requireNonNull(kernel).scan();
  }

  /** Scores as many rows at random positions. */
  @Benchmark
  public double scattered() {
    return Objects.requireNonNull(kernel).scattered();
  }

  /** Touches every cache line of the rows. */
  @Benchmark
  public double read() {
    return Objects.requireNonNull(kernel).read();
  }
}
