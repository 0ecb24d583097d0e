package dev.ehi.train.config;

/** Argument checks shared by the configuration records; the message names the key. */
final class Checks {
  private Checks() {}

  static void positive(String key, double value) {
    check(value > 0 && Double.isFinite(value), key, "be positive", value);
  }

  static void notNegative(String key, double value) {
    check(value >= 0 && Double.isFinite(value), key, "not be negative", value);
  }

  static void share(String key, double value) {
    check(value >= 0 && value <= 1, key, "lie in [0, 1]", value);
  }

  /** A share of what is to be dropped, which cannot be all. */
  static void dropout(double value) {
    share("dropout", value);
    if (value == 1) {
      throw new IllegalArgumentException("dropout must be below 1");
    }
  }

  static void cosine(String key, double value) {
    check(value >= -1 && value <= 1, key, "lie in [-1, 1]", value);
  }

  static void range(String key, long value, long min, long max) {
    check(value >= min && value <= max, key, "lie in [" + min + ", " + max + "]", value);
  }

  private static void check(boolean holds, String key, String must, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must " + must + ", but is " + value);
    }
  }
}
