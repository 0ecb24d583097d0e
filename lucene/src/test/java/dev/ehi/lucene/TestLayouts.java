package dev.ehi.lucene;

import java.util.random.RandomGenerator;

/** Random layouts. */
final class TestLayouts {

  private TestLayouts() {}

  /** Any encoding, and often more than one leaf for a document. */
  static LeafLayout draw(RandomGenerator random) {
    LeafEncoding encoding = LeafEncoding.values()[random.nextInt(LeafEncoding.values().length)];
    return new LeafLayout(encoding, Math.max(1, random.nextInt(-1, 4)));
  }
}
