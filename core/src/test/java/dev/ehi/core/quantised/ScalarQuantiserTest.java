package dev.ehi.core.quantised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.DotProduct;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScalarQuantiserTest {

  private static List<ScalarQuantiser> quantisers(int dim) {
    return List.of(new Int8Quantiser(dim), new Int4Quantiser(dim));
  }

  /** The largest error of a component, as a share of the largest component. */
  private static float step(ScalarQuantiser quantiser) {
    return switch (quantiser) {
      case Int8Quantiser _ -> .8f / 127; // half a step, and what the factor is off
      case Int4Quantiser _ -> .36f; // where the range is cut
    };
  }

  @Randomized
  void decodesToWhatWasCoded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 200);
    float[] vector = gaussian(dim, random);
    for (ScalarQuantiser quantiser : quantisers(dim)) {
      byte[] row = new byte[quantiser.rowBytes()];
      float factor = quantiser.encode(vector, row);
      float[] decoded = new float[dim];
      quantiser.decode(row, factor, decoded);
      float largest = (float) Int8Quantiser.largest(vector);
      for (int j = 0; j < dim; j++) {
        assertThat(decoded[j])
            .as("%s, component %d of %d", quantiser, j, dim)
            .isCloseTo(vector[j], within(1.3f * step(quantiser) * largest));
      }
    }
  }

  @Randomized
  void aQueryScoresRowsAsItsCodesScoreTheirVectors(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 200);
    int count = random.nextInt(1, 9);
    float[] query = gaussian(dim, random);
    Int8Quantiser ofQueries = new Int8Quantiser(dim);
    byte[] queryRow = new byte[dim];
    float[] decodedQuery = new float[dim];
    ofQueries.decode(queryRow, ofQueries.encode(query, queryRow), decodedQuery);
    for (ScalarQuantiser quantiser : quantisers(dim)) {
      int stride = quantiser.rowBytes();
      byte[] rows = new byte[count * stride];
      float[] expected = new float[count];
      float[] factors = new float[count];
      for (int i = 0; i < count; i++) {
        byte[] row = new byte[stride];
        factors[i] = quantiser.encode(gaussian(dim, random), row);
        System.arraycopy(row, 0, rows, i * stride, stride);
        float[] decoded = new float[dim];
        quantiser.decode(row, factors[i], decoded);
        expected[i] = DotProduct.scalar().dot(decodedQuery, decoded);
      }
      float[] dots = new float[count];
      quantiser
          .query(query)
          .score(MemorySegment.ofArray(rows), offsets(count, stride), count, dots);
      for (int i = 0; i < count; i++) {
        assertThat(factors[i] * dots[i]).isCloseTo(expected[i], within(1e-4f * dim));
      }
    }
  }

  /** Over many vectors the error has no bias, and shrinks with the number of bits. */
  @Test
  void estimatesWithoutBias() {
    int dim = 96;
    int count = 4000;
    for (ScalarQuantiser quantiser : quantisers(dim)) {
      SplittableRandom random = new SplittableRandom(7);
      double bias = 0;
      double squares = 0;
      byte[] row = new byte[quantiser.rowBytes()];
      float[] dots = new float[1];
      for (int i = 0; i < count; i++) {
        float[] query = gaussian(dim, random);
        float[] vector = gaussian(dim, random);
        float factor = quantiser.encode(vector, row);
        quantiser.query(query).score(MemorySegment.ofArray(row), offsets(1, 0), 1, dots);
        double error = factor * dots[0] - DotProduct.scalar().dot(query, vector);
        bias += error / count;
        squares += error * error / count;
      }
      double deviation = Math.sqrt(squares);
      double limit = // of dot products whose deviation is sqrt(96) = 9.8
          switch (quantiser) {
            case Int8Quantiser _ -> .1;
            case Int4Quantiser _ -> 1.3;
          };
      assertThat(deviation).as("%s", quantiser).isLessThan(limit);
      assertThat(Math.abs(bias)).isLessThan(3 * deviation / Math.sqrt(count));
    }
  }

  /** The estimate is exact for a query that is the vector itself, but for the query's rounding. */
  @Test
  void aVectorIsEstimatedNearlyExactlyByItself() {
    int dim = 64;
    float[] vector = gaussian(dim, new SplittableRandom(3));
    float squares = DotProduct.scalar().dot(vector, vector);
    for (ScalarQuantiser quantiser : quantisers(dim)) {
      byte[] row = new byte[quantiser.rowBytes()];
      float factor = quantiser.encode(vector, row);
      float[] dots = new float[1];
      quantiser.query(vector).score(MemorySegment.ofArray(row), offsets(1, 0), 1, dots);
      assertThat(factor * dots[0]).isCloseTo(squares, within(.003f * squares));
    }
  }

  @Test
  void extremeVectorsAreCoded() {
    float[] zero = new float[5];
    float[] huge = {3e38f, -3e38f, 0, 1, 3e38f};
    float[] tiny = {1e-45f, 0, 0, -1e-45f, 0};
    for (ScalarQuantiser quantiser : quantisers(5)) {
      byte[] row = new byte[quantiser.rowBytes()];
      assertThat(quantiser.encode(zero, row)).isZero();
      float[] decoded = new float[5];
      float factor = quantiser.encode(huge, row);
      quantiser.decode(row, factor, decoded);
      assertThat(decoded[0]).isCloseTo(3e38f, within(3e37f));
      assertThat(quantiser.encode(tiny, row)).isBetween(0f, 1e-40f);
    }
  }

  private static long[] offsets(int count, int stride) {
    return LongStream.range(0, count).map(row -> row * stride).toArray();
  }

  private static float[] gaussian(int dim, SplittableRandom random) {
    float[] values = new float[dim];
    for (int i = 0; i < dim; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
