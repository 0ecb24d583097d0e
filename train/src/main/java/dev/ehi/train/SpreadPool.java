package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
import dev.ehi.train.sample.Seeds;
import java.util.SplittableRandom;

/**
 * Vectors of uniformly drawn documents, as of the last encoding of the corpus, for the diversity
 * term: a batch alone is too small to tell how evenly leaves are filled.
 */
final class SpreadPool {
  private static final int POOL_PER_DRAW = 16;

  private final Vectors vectors; // (pool, dim)
  private final int draw;
  private final long seed;

  /**
   * @param vectors to draw from // (pool, dim)
   * @param draw vectors for one step
   */
  SpreadPool(Vectors vectors, int draw, long seed) {
    this.vectors = vectors;
    this.draw = draw;
    this.seed = seed;
  }

  /** A pool of documents drawn at a step. */
  static SpreadPool of(Vectors documents, int draw, long seed, long step) {
    int size = (int) Math.min(documents.size(), (long) POOL_PER_DRAW * draw);
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, -1 - step);
    return new SpreadPool(
        documents.gather(random.ints(size, 0, documents.size()).toArray()), draw, seed);
  }

  Vectors vectors() {
    return vectors;
  }

  /** The vectors for one step. // (draw, dim) */
  Vectors at(long step) {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, step);
    int[] rows = vectors.size() == 0 ? new int[0] : random.ints(draw, 0, vectors.size()).toArray();
    return vectors.gather(rows);
  }
}
