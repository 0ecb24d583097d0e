package dev.ehi.lucene;

import dev.ehi.core.vector.DotProduct;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/**
 * Scores vectors at consecutive positions against one query, with the scores that Lucene's {@link
 * VectorSimilarityFunction} defines. For one thread.
 */
interface PositionScorer {

  /**
   * @param position the first position
   * @param count how many positions
   * @param scores receives the scores at indices 0 to count - 1
   */
  void score(int position, int count, float[] scores) throws IOException;

  /**
   * @param query // (dim)
   * @throws IllegalArgumentException if the query does not have the dimension of the field
   */
  static PositionScorer of(LeafField field, float[] query) throws IOException {
    if (query.length != field.dimension()) {
      throw new IllegalArgumentException(
          "vector query dimension: %d differs from field dimension: %d"
              .formatted(query.length, field.dimension()));
    }
    return switch (field.similarity()) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> new InnerProduct(field, query);
      case COSINE, EUCLIDEAN -> new ByLucene(field, query);
    };
  }

  /** The two similarities that are functions of the dot product, by our own kernel. */
  final class InnerProduct implements PositionScorer {
    private static final DotProduct KERNEL = DotProduct.best();

    private final VectorSimilarityFunction similarity;
    private final float[] query; // (dim)
    private final int stride;
    private final IndexInput vectors;
    private final @Nullable MemorySegmentAccessInput mapped;
    private byte[] buffer = {};

    InnerProduct(LeafField field, float[] query) throws IOException {
      this.similarity = field.similarity();
      this.query = query;
      this.stride = field.stride();
      this.vectors = field.vectors();
      this.mapped =
          FilterIndexInput.unwrapOnlyTest(vectors) instanceof MemorySegmentAccessInput segments
              ? segments
              : null;
    }

    @Override
    public void score(int position, int count, float[] scores) throws IOException {
      long offset = (long) position * stride;
      MemorySegment rows =
          mapped == null ? null : mapped.segmentSliceOrNull(offset, (long) count * stride);
      KERNEL.rows(rows != null ? rows : read(offset, count), 0, count, query, scores);
      toScores(count, scores);
    }

    /** A copy of rows that are not mapped, or that lie across two mapped chunks of the file. */
    private MemorySegment read(long offset, int count) throws IOException {
      int length = count * stride;
      if (buffer.length < length) {
        buffer = new byte[length];
      }
      vectors.seek(offset);
      vectors.readBytes(buffer, 0, length);
      return MemorySegment.ofArray(buffer);
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
    private int[] positions = {};

    ByLucene(LeafField field, float[] query) throws IOException {
      scorer =
          FlatVectorScorerUtil.getLucene99FlatVectorsScorer()
              .getRandomVectorScorer(field.similarity(), new PositionVectorValues(field), query);
    }

    @Override
    public void score(int position, int count, float[] scores) throws IOException {
      if (positions.length < count) {
        positions = new int[count];
      }
      for (int i = 0; i < count; i++) {
        positions[i] = position + i;
      }
      scorer.bulkScore(positions, scores, count);
    }
  }
}
