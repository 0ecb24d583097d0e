package dev.ehi.train.loss;

import dev.ehi.core.tree.TreeShape;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Keeps the documents spread evenly over the nodes of each level.
 *
 * <p>Formula: the mean over the levels of {@code sum_n m_n log(K m_n)}, with m_n the mean over
 * documents of the probability of node n and K the nodes of the level: the divergence of m from
 * uniform, 0 when balanced and log K when all fall into one node. A batch has too few documents to
 * tell whether thousands of leaves are even, but enough for the levels above them.
 *
 * <p>Reference: the marginal entropy of discriminative clustering (Krause et al., NeurIPS 2010).
 *
 * <p>Inputs: documents' leaf probabilities // (m, leaves).
 */
public record Balance() implements Loss {

  private static final double FLOOR = 1e-12;

  @Override
  public String name() {
    return "balance";
  }

  @Override
  public Tensor of(Batch batch) {
    Routed documents = batch.documents();
    return of(documents.leafProbabilities(), documents.shape());
  }

  /**
   * @param probabilities // (m, leaves)
   */
  Tensor of(Tensor probabilities, TreeShape shape) {
    Tensor leaves = probabilities.mean(0); // (leaves)
    Tensor sum = divergence(leaves);
    for (int level = 1; level < shape.height(); level++) {
      sum = sum.add(divergence(leaves.view(shape.nodes(level), -1).sum(1)));
    }
    return sum.div(new Scalar((double) shape.height()));
  }

  /** Of node probabilities from uniform. // (nodes) */
  private static Tensor divergence(Tensor nodes) {
    Tensor relative = nodes.mul(new Scalar((double) nodes.size(0)));
    return nodes.mul(relative.add(new Scalar(FLOOR)).log()).sum();
  }
}
