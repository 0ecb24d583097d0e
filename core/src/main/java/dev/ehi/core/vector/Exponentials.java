package dev.ehi.core.vector;

/**
 * Sums of exponentials, for softmaxes. Implementations are stateless and safe for concurrent use.
 */
public interface Exponentials {

  /** Sums of so many values, or a multiple, are the fastest: pad with negative infinity. */
  int LANES = 16;

  /**
   * {@code sum_i exp(values[i] - shift)}, off by at most 2e-38 a value and a relative 2e-6.
   *
   * @param shift at least the largest value, so that nothing overflows
   */
  float sum(float[] values, float shift);

  /** The fastest of this JVM: SIMD where the module {@code jdk.incubator.vector} is there. */
  static Exponentials best() {
    return Best.INSTANCE;
  }

  /** The plain loop that the faster one is tested against. */
  static Exponentials scalar() {
    return new ScalarExponentials();
  }

  /** Holds the choice made when one is first asked for. */
  final class Best {
    private static final Exponentials INSTANCE =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new SimdExponentials()
            : new ScalarExponentials();

    private Best() {}
  }
}
