package dev.ehi.data;

import java.util.Arrays;

/**
 * Lengths of texts in words, where a word is what stands between blanks.
 *
 * @param mean 0 when there are no texts
 */
public record LengthStatistics(int min, double mean, int median, int p95, int max) {
  /** Counts lengths; those above the limit count as the limit. */
  static final class Counter {
    private static final int LIMIT = 1 << 20;

    private int[] counts = new int[1 << 10];
    private long texts;
    private long words;

    void add(String text) {
      int length = Math.min(words(text), LIMIT);
      if (length >= counts.length) {
        counts = Arrays.copyOf(counts, 2 * length);
      }
      counts[length]++;
      texts++;
      words += length;
    }

    LengthStatistics statistics() {
      return new LengthStatistics(
          quantile(0),
          texts == 0 ? 0 : (double) words / texts,
          quantile(0.5),
          quantile(0.95),
          quantile(1));
    }

    /** The smallest length that at least the given share of the texts does not exceed. */
    private int quantile(double share) {
      long wanted = Math.max(1, (long) Math.ceil(share * texts));
      long seen = 0;
      for (int length = 0; length < counts.length; length++) {
        seen += counts[length];
        if (seen >= wanted) {
          return length;
        }
      }
      return 0;
    }

    private static int words(String text) {
      int words = 0;
      boolean inside = false;
      for (int i = 0; i < text.length(); i++) {
        boolean blank = Character.isWhitespace(text.charAt(i));
        words += !blank && !inside ? 1 : 0;
        inside = !blank;
      }
      return words;
    }
  }
}
