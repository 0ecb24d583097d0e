package dev.ehi.data;

/** A 64-bit hash of text that is the same on every machine and in every release. */
public final class TextHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private TextHash() {}

  /** The hash of the text's UTF-16 units. */
  public static long of(CharSequence text) {
    return seeded(0, text);
  }

  /** The hash under a seed; different seeds give independent hashes. */
  public static long seeded(long seed, CharSequence text) {
    long hash = mix(seed + GOLDEN * (text.length() + 1L));
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * GOLDEN;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  // the finaliser of SplitMix64 (Steele, Lea, Flood 2014)
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
