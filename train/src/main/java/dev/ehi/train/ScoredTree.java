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

  /**
   * The one that finds most in equally many documents; the first of those that are level. What
   * routing costs says little of a tree that is yet to be taught to route queries.
   */
  static ScoredTree bestByDocuments(List<ScoredTree> trees) {
    return trees.stream()
        .reduce((a, b) -> b.score().overBudgets() > a.score().overBudgets() ? b : a)
        .orElseThrow();
  }

  /** The one that finds most at equal total cost; the first of those that are level. */
  static ScoredTree bestByCost(List<ScoredTree> trees) {
    return trees.stream().reduce((a, b) -> b.score().isBetterThan(a.score()) ? b : a).orElseThrow();
  }
}
