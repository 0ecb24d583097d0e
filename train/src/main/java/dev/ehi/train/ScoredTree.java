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

  /** The one of the better score; the first if they are level. */
  static ScoredTree better(ScoredTree first, ScoredTree second) {
    return second.score().isBetterThan(first.score()) ? second : first;
  }

  /** The one of the best score; the first of those that are level. */
  static ScoredTree best(List<ScoredTree> trees) {
    return trees.stream().reduce(ScoredTree::better).orElseThrow();
  }
}
