package dev.ehi.train;

import dev.ehi.train.metrics.DevScore;
import java.util.List;

/**
 * A tree on fixed vectors.
 *
 * @param view of the corpus through it
 * @param score on the dev queries
 */
record ScoredTree(CorpusView view, DevScore score) {

  /** The one that scores higher over the budgets; the first if they are level. */
  static ScoredTree better(ScoredTree first, ScoredTree second) {
    return second.score().overBudgets() > first.score().overBudgets() ? second : first;
  }

  /** The one that scores highest over the budgets; the first of those that are level. */
  static ScoredTree best(List<ScoredTree> trees) {
    return trees.stream().reduce(ScoredTree::better).orElseThrow();
  }
}
