package dev.ehi.data.leakage;

import java.util.ArrayList;
import java.util.List;

/** Counts, and keeps the first few examples. */
final class SharedTally {
  private static final int EXAMPLES = 10;

  private final List<String> examples = new ArrayList<>();
  private long count;

  void add(String example) {
    count++;
    if (examples.size() < EXAMPLES) {
      examples.add(example);
    }
  }

  Shared shared() {
    return new Shared(count, List.copyOf(examples));
  }
}
