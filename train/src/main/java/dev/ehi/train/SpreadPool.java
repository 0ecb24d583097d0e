package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.Seeds;
import java.util.SplittableRandom;

/**
 * Uniformly drawn documents, with vectors as of the last encoding of the corpus, that the tree sees
 * beside those of a batch: a batch alone is too small to tell how evenly leaves are filled, and
 * holds few negatives.
 */
final class SpreadPool {
  private static final int POOL_PER_DRAW = 16;

  private final DocumentSample pool;
  private final int draw;
  private final long seed;

  /**
   * @param pool to draw from
   * @param draw documents for one step
   */
  SpreadPool(DocumentSample pool, int draw, long seed) {
    this.pool = pool;
    this.draw = draw;
    this.seed = seed;
  }

  /**
   * A pool of documents drawn at a step.
   *
   * @param documents vectors of all // (documents, dim)
   */
  static SpreadPool of(Vectors documents, int draw, long seed, long step) {
    int size = (int) Math.min(documents.size(), (long) POOL_PER_DRAW * draw);
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, -1 - step);
    int[] drawn = random.ints(size, 0, documents.size()).toArray();
    return new SpreadPool(new DocumentSample(drawn, documents.gather(drawn)), draw, seed);
  }

  DocumentSample pool() {
    return pool;
  }

  /** The documents for one step. */
  DocumentSample at(long step) {
    if (pool.size() == 0) {
      return pool;
    }
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, step);
    return pool.gather(random.ints(draw, 0, pool.size()).toArray());
  }
}
