package dev.ehi.core.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * With the Vector API, by {@code exp(x) = 2^n exp(r)}, {@code r = x - n ln 2}, and the polynomial
 * of Cephes' expf for the second factor (Moshier, 1989); relative error about 1e-7.
 */
final class SimdExponentials implements Exponentials {

  private static final VectorSpecies<Float> SPECIES = SimdLanes.SPECIES;
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  private static final float LEAST = -87; // whose exponential, 1.6e-38, stands for all below
  private static final float LOG2_E = 1.44269504088896341f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;

  @Override
  public float sum(float[] values, float shift) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = SPECIES.loopBound(values.length);
    for (int i = 0; i < whole; i += SPECIES.length()) {
      sum = sum.add(exp(FloatVector.fromArray(SPECIES, values, i).sub(shift)));
    }
    double rest = 0;
    for (int i = whole; i < values.length; i++) {
      rest += Math.exp(values[i] - shift);
    }
    return (float) (SimdLanes.sum(sum) + rest);
  }

  /** Of values up to 0. */
  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(LEAST);
    IntVector n =
        (IntVector) bounded.mul(LOG2_E).sub(.5f).convertShape(VectorOperators.F2I, INTS, 0);
    FloatVector whole = (FloatVector) n.convertShape(VectorOperators.I2F, SPECIES, 0);
    FloatVector r = bounded.sub(whole.mul(LN2_HIGH)).sub(whole.mul(LN2_LOW));
    FloatVector polynomial = r.mul(1.9875691500e-4f).add(1.3981999507e-3f);
    polynomial = polynomial.mul(r).add(8.3334519073e-3f);
    polynomial = polynomial.mul(r).add(4.1665795894e-2f);
    polynomial = polynomial.mul(r).add(1.6666665459e-1f);
    polynomial = polynomial.mul(r).add(5.0000001201e-1f);
    FloatVector factor = polynomial.mul(r).mul(r).add(r).add(1);
    FloatVector power =
        n.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
    return factor.mul(power);
  }
}
