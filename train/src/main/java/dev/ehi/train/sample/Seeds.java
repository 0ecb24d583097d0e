package dev.ehi.train.sample;

import java.util.SplittableRandom;

/**
 * Generators derived from the run's seed and a place in the run, so that any place can be returned
 * to without replaying what came before.
 */
public final class Seeds {
  private Seeds() {}

  /** What a generator is for; different purposes draw independently. */
  public enum Purpose {
    SPLIT(1),
    PSEUDO(2),
    KMEANS(3),
    SHUFFLE(4),
    BATCH(5),
    ADAPTER(6),
    TORCH(7),
    SPREAD(8),
    DISTIL(9),
    SURVEY(10),
    PLAN(11);

    private final long salt;

    Purpose(long salt) {
      this.salt = salt;
    }
  }

  /** A generator for one purpose at one place (an epoch or a step). */
  public static SplittableRandom random(long seed, Purpose purpose, long place) {
    return new SplittableRandom(seed(seed, purpose, place));
  }

  /** The same as a number, for generators that are not Java's. */
  public static long seed(long seed, Purpose purpose, long place) {
    return mix(mix(mix(seed) + purpose.salt) + place);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
