package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.Seeds;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Documents that the tree sees beside those of a batch: a batch alone is too small to tell how
 * evenly leaves are filled, and holds few negatives.
 *
 * <p>Where vectors are frozen, these are uniformly drawn documents. Where they move, documents of
 * the last batches take the place of older ones, with the vectors that they had there (a
 * cross-batch memory, Wang et al., arXiv 1912.06798): vectors of the last encoding of the corpus
 * would soon lie where no document lies any more.
 */
final class SpreadPool {
  private final DocumentSample pool; // oldest first
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
   * A pool of uniformly drawn documents.
   *
   * @param documents vectors of all // (documents, dim)
   * @param size of the pool
   */
  static SpreadPool of(Vectors documents, int size, int draw, long seed) {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, -1);
    int[] drawn = random.ints(size, 0, documents.size()).toArray();
    return new SpreadPool(new DocumentSample(drawn, documents.gather(drawn)), draw, seed);
  }

  DocumentSample pool() {
    return pool;
  }

  /** The documents for one step. */
  DocumentSample at(long step) {
    if (pool.size() <= draw) {
      return pool;
    }
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPREAD, step);
    return pool.gather(random.ints(draw, 0, pool.size()).toArray());
  }

  /** The same number of documents, the oldest replaced by newer ones. */
  SpreadPool replacingOldest(DocumentSample newer) {
    if (pool.size() == 0) {
      return this;
    }
    DocumentSample all = pool.concat(newer);
    int[] newest = IntStream.range(all.size() - pool.size(), all.size()).toArray();
    return new SpreadPool(all.gather(newest), draw, seed);
  }
}
