package dev.ehi.train.loss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The weighted sum of losses that encoder and indexer are trained on together.
 *
 * <p>Formula: {@code sum_k weight_k loss_k}; the paper's is {@code l1 siamese + l2 indexing + l3
 * intra-leaf}.
 *
 * <p>Reference: EHI, arXiv 2310.08891, section 3.5.
 *
 * @param terms at least one, with different names
 */
public record JointLoss(List<Term> terms) {

  /**
   * One loss of the sum.
   *
   * @param weight at least 0; a term of weight 0 is computed for the log and not trained on
   */
  public record Term(Loss loss, double weight) {
    public Term {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "the weight of %s must be finite and not negative, got %s"
                .formatted(loss.name(), weight));
      }
    }
  }

  /**
   * What came out.
   *
   * @param total to call {@code backward} on // ()
   * @param terms each loss by its name, not weighted
   */
  public record Value(Tensor total, Map<String, Double> terms) {}

  public JointLoss {
    terms = List.copyOf(terms);
    long names = terms.stream().map(term -> term.loss().name()).distinct().count();
    if (terms.isEmpty() || names < terms.size()) {
      throw new IllegalArgumentException(
          "a joint loss needs at least one term and no name twice, got " + terms);
    }
  }

  /** Computes all terms. */
  public Value of(Batch batch) {
    Map<String, Double> values = new LinkedHashMap<>();
    Optional<Tensor> total = Optional.empty();
    for (Term term : terms) {
      Tensor loss = term.loss().of(batch);
      values.put(term.loss().name(), loss.item_double());
      Tensor weighted = loss.mul(new Scalar(term.weight()));
      total = Optional.of(total.map(sum -> sum.add(weighted)).orElse(weighted));
    }
    return new Value(total.orElseThrow(), values);
  }
}
