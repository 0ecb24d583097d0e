package dev.ehi.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Makes a query and its document fall into the same leaf, and into other leaves than the negatives.
 *
 * <p>Formula: {@code contrast(s)} with the log-probability of meeting when both draw a leaf, {@code
 * s_ij = log(sum_l p_l(q_i) p_l(d_j) + 1e-9)}.
 *
 * <p>Reference: ours; without negatives it is the likelihood of collision, whose optimum is one
 * leaf for everything, so {@link InfoNce} at temperature 1 is the usual contrast.
 *
 * <p>Inputs: leaf probabilities of queries // (n, leaves) and documents // (m, leaves).
 */
public record Collision(Contrast contrast) implements Loss {

  private static final double FLOOR = 1e-9;

  @Override
  public String name() {
    return "indexing";
  }

  @Override
  public Tensor of(Batch batch) {
    Tensor queries = batch.queries().leafProbabilities();
    Tensor documents = batch.documents().leafProbabilities();
    return contrast.of(similarities(queries, documents), batch.targets());
  }

  /**
   * @param queries probabilities // (n, leaves)
   * @param documents probabilities // (m, leaves)
   */
  static Tensor similarities(Tensor queries, Tensor documents) {
    Tensor meeting = queries.matmul(documents.t());
    return meeting.add(new Scalar(FLOOR)).log();
  }
}
