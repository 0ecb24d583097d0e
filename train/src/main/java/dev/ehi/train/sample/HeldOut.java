package dev.ehi.train.sample;

import dev.ehi.train.config.DevConfig;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Documents that no training query is made of, because dev queries are. */
final class HeldOut {
  private HeldOut() {}

  /**
   * Draws documents.
   *
   * @param candidates ordinals to draw from
   */
  static BitSet of(IntStream candidates, DevConfig config, long seed) {
    int[] shuffled = candidates.toArray();
    Shuffle.inPlace(shuffled, Seeds.random(seed, Seeds.Purpose.SPLIT, 0));
    BitSet held = new BitSet();
    IntStream.of(shuffled).limit(config.heldOutOf(shuffled.length)).forEach(held::set);
    return held;
  }
}
