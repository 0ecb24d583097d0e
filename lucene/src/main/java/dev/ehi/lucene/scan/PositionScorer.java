package dev.ehi.lucene.scan;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.MappedBytes;
import dev.ehi.lucene.leaf.Margin;
import dev.ehi.lucene.leaf.RawVectors;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.RandomVectorScorer;

/**
 * Scores the vectors at some positions against one query, with the scores that Lucene's {@link
 * VectorSimilarityFunction} defines, or estimates of them. For one thread.
 */
public interface PositionScorer {

  /**
   * Scores a block of positions.
   *
   * @param positions those to score lie at indices from {@code from} on
   * @param count how many positions
   * @param scores receives the scores at indices 0 to count - 1
   */
  void score(int[] positions, int from, int count, float[] scores) throws IOException;

  /**
   * The scores that a search returns: exact ones, or estimates where the vectors were dropped.
   *
   * @param query // (dim)
   * @throws IllegalArgumentException if the query does not have the dimension of the field
   */
  static PositionScorer of(LeafField field, float[] query) throws IOException {
    if (query.length != field.dimension()) {
      throw new IllegalArgumentException(
          "vector query dimension: %d differs from field dimension: %d"
              .formatted(query.length, field.dimension()));
    }
    LeafCodes codes = field.codes();
    if (codes != null && field.layout().rawVectors() == RawVectors.DROP) {
      return new Estimates(field, codes, Margin.NONE, query);
    }
    return switch (field.similarity()) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> new InnerProduct(field, query);
      case COSINE, EUCLIDEAN -> new ByLucene(field, query);
    };
  }

  /**
   * What a scan of leaves reads: the scores that vectors have at best where the best of them are
   * scored a second time, else the scores that a search returns.
   */
  static PositionScorer scanned(LeafField field, float[] query) throws IOException {
    LeafCodes codes = field.codes();
    return codes != null && field.isScoredTwice()
        ? new Estimates(field, codes, codes.margin(), query)
        : of(field, query);
  }

  /** The two similarities that are functions of the dot product, by our own kernel. */
  final class InnerProduct implements PositionScorer {
    private static final DotProduct KERNEL = DotProduct.best();

    private final VectorSimilarityFunction similarity;
    private final float[] query; // (dim)
    private final int stride;
    private final MappedBytes vectors;
    private final float[] single = new float[1];

    InnerProduct(LeafField field, float[] query) throws IOException {
      this.similarity = field.similarity();
      this.query = query;
      this.stride = field.stride();
      this.vectors = field.vectorMemory();
    }

    @Override
    public void score(int[] positions, int from, int count, float[] scores) throws IOException {
      MemorySegment all = vectors.all();
      if (all != null) {
        KERNEL.rowsAt(all, positions, from, count, query, scores);
      } else {
        for (int i = 0; i < count; i++) {
          MemorySegment row = vectors.range((long) positions[from + i] * stride, stride);
          KERNEL.rows(row, 0, 1, query, single);
          scores[i] = single[0];
        }
      }
      toScores(count, scores);
    }

    private void toScores(int count, float[] dots) {
      if (similarity == VectorSimilarityFunction.DOT_PRODUCT) {
        for (int i = 0; i < count; i++) {
          dots[i] = VectorUtil.normalizeToUnitInterval(dots[i]);
        }
      } else {
        for (int i = 0; i < count; i++) {
          dots[i] = VectorUtil.scaleMaxInnerProductScore(dots[i]);
        }
      }
    }
  }

  /** The other similarities, by Lucene's kernels. */
  final class ByLucene implements PositionScorer {
    private final RandomVectorScorer scorer;
    private int[] asked = {};

    ByLucene(LeafField field, float[] query) throws IOException {
      scorer =
          FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
              .getRandomVectorScorer(field.similarity(), field.vectorsByPosition(), query);
    }

    @Override
    public void score(int[] positions, int from, int count, float[] scores) throws IOException {
      if (asked.length < count) {
        asked = new int[count];
      }
      System.arraycopy(positions, from, asked, 0, count);
      scorer.bulkScore(asked, scores, count);
    }
  }
}
