package dev.ehi.core.vector;

/** The reference. */
final class ScalarExponentials implements Exponentials {

  @Override
  public float sum(float[] values, float shift) {
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - shift);
    }
    return (float) sum;
  }
}
