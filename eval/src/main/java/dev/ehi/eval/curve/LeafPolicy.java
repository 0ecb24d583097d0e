package dev.ehi.eval.curve;

/** Where documents live, and when a search for them stops. */
public record LeafPolicy(LeafIndex index, Stop stop) {

  public LeafPolicy {
    if (stop.needsAllLeaves() && index.tree().shape().height() > 1) {
      throw new IllegalArgumentException(
          "only a flat tree knows the probabilities of all leaves: choose another rule to stop");
    }
  }

  /** The paper's way of spending a budget: so many documents, the same for every query. */
  public static LeafPolicy documents(LeafIndex index) {
    return new LeafPolicy(index, new Stop.Documents());
  }
}
