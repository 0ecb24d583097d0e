package dev.ehi.lucene.testing;

import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;
import java.util.random.RandomGenerator;

/** Random layouts. */
public final class TestLayouts {

  private TestLayouts() {}

  /**
   * What a score may be off by, of vectors of length 1 and some 12 dimensions: where they are
   * coded, sqrt(12) half steps of .6 / 127 or .6 / 7.5 each time, and merges do so a few times.
   */
  public static float scoreTolerance(LeafLayout layout) {
    if (layout.rawVectors() == RawVectors.KEEP) {
      return 1e-5f;
    }
    return layout.encoding() == LeafEncoding.INT8 ? .04f : .5f;
  }

  /** Any encoding, often more than one leaf for a document, the vectors sometimes dropped. */
  public static LeafLayout draw(RandomGenerator random) {
    LeafLayout layout = drawKeeping(random);
    return layout.encoding() == LeafEncoding.FLOAT32 || random.nextBoolean()
        ? layout
        : new LeafLayout(layout.encoding(), layout.leavesPerDocument(), RawVectors.DROP);
  }

  /** The same with the vectors kept, so that all scores are exact. */
  public static LeafLayout drawKeeping(RandomGenerator random) {
    LeafEncoding encoding = LeafEncoding.values()[random.nextInt(LeafEncoding.values().length)];
    return new LeafLayout(encoding, Math.max(1, random.nextInt(-1, 4)));
  }
}
