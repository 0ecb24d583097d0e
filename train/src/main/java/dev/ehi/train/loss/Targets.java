package dev.ehi.train.loss;

import dev.ehi.train.nn.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Which of a batch's m documents is the positive of each of its n queries, and which may serve as
 * its negatives. A document that is neither (another known positive of the query, or the same
 * document once more) takes no part in that query's loss.
 */
public final class Targets {

  /** Tells whether a document may be a negative of a query. */
  @FunctionalInterface
  public interface NegativeTest {
    boolean isNegative(int query, int document);
  }

  private final int[] positive; // (n)
  private final boolean[] negative; // (n, m)
  private final int documents;

  private Targets(int[] positive, boolean[] negative, int documents) {
    this.positive = positive;
    this.negative = negative;
    this.documents = documents;
  }

  /**
   * Tests all pairs.
   *
   * @param positive the column of each query's positive document // (n)
   * @param documents m, the number of columns
   * @param test whether a document is an allowed negative; not asked about the positive itself
   * @throws IllegalArgumentException if a positive is not a column
   */
  public static Targets of(int[] positive, int documents, NegativeTest test) {
    int queries = positive.length;
    boolean[] negative = new boolean[Math.multiplyExact(queries, documents)];
    for (int q = 0; q < queries; q++) {
      if (positive[q] < 0 || positive[q] >= documents) {
        throw new IllegalArgumentException(
            "query %d has document %d as its positive, the batch has %d documents"
                .formatted(q, positive[q], documents));
      }
      for (int d = 0; d < documents; d++) {
        negative[q * documents + d] = d != positive[q] && test.isNegative(q, d);
      }
    }
    return new Targets(positive.clone(), negative, documents);
  }

  public int queries() {
    return positive.length;
  }

  public int documents() {
    return documents;
  }

  /** The column of each query's positive. // (n), int64 */
  Tensor positive() {
    long[] columns = Arrays.stream(positive).asLongStream().toArray();
    return Tensors.of(columns, columns.length);
  }

  /** Whether a document is a negative of a query. // (n, m), bool */
  Tensor negative() {
    return Tensors.of(negative, queries(), documents);
  }

  /** Whether a document takes no part in a query's loss. // (n, m), bool */
  Tensor ignored() {
    boolean[] ignored = new boolean[negative.length];
    for (int i = 0; i < ignored.length; i++) {
      ignored[i] = !negative[i] && i % documents != positive[i / documents];
    }
    return Tensors.of(ignored, queries(), documents);
  }
}
