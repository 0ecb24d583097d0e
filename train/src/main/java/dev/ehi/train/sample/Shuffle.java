package dev.ehi.train.sample;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Fisher-Yates. */
public final class Shuffle {
  private Shuffle() {}

  static <T> void inPlace(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  public static void inPlace(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }
}
