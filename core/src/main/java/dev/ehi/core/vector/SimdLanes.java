package dev.ehi.core.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vectors that kernels work with, and the sum of their lanes in one order, whether compiled or
 * not: {@code reduceLanes} leaves that open.
 */
final class SimdLanes {

  private static final int MOST = 16; // that are summed

  /** The widest of this machine, of at most 16 lanes. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= MOST
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  /** How many there are in a vector. */
  static final int COUNT = SPECIES.length();

  private static final VectorShuffle<Float> EIGHT = across(8);
  private static final VectorShuffle<Float> FOUR = across(4);
  private static final VectorShuffle<Float> TWO = across(2);
  private static final VectorShuffle<Float> ONE = across(1);

  private SimdLanes() {}

  private static VectorShuffle<Float> across(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) % COUNT);
  }

  /** Each time halves of the lanes are added. */
  static float sum(FloatVector lanes) {
    FloatVector sum = lanes;
    if (COUNT > 8) {
      sum = sum.add(sum.rearrange(EIGHT));
    }
    if (COUNT > 4) {
      sum = sum.add(sum.rearrange(FOUR));
    }
    sum = sum.add(sum.rearrange(TWO));
    return sum.add(sum.rearrange(ONE)).lane(0);
  }
}
