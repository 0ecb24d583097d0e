package dev.ehi.train.config;

import java.util.List;

/**
 * Scoring on held-out queries while training.
 *
 * @param queries most queries used, a seeded sample of the dev split; 0 switches scoring off
 * @param heldOut without a dev split, this share of the training queries is held out instead, or of
 *     the documents that queries are made of; rounded up so that few are enough for one
 * @param budgets shares of the corpus visited; a tree is chosen by the mean nDCG@10 over them, an
 *     encoder that it is then settled on by exact nDCG@10
 * @param everyEpochs epochs between two scorings; each re-encodes the corpus
 * @param atLeastUpdates fewest updates between two scorings, where epochs are short
 * @param patience scorings without improvement before training stops early; 0 never stops
 */
public record DevConfig(
    int queries,
    double heldOut,
    List<Double> budgets,
    double everyEpochs,
    int atLeastUpdates,
    int patience) {
  public DevConfig {
    budgets = List.copyOf(budgets);
    Checks.range("queries", queries, 0, Integer.MAX_VALUE);
    Checks.share("held-out", heldOut);
    Checks.positive("every-epochs", everyEpochs);
    Checks.range("at-least-updates", atLeastUpdates, 1, Integer.MAX_VALUE);
    Checks.range("patience", patience, 0, Integer.MAX_VALUE);
    if (budgets.isEmpty()) {
      throw new IllegalArgumentException("budgets must name at least one share of the corpus");
    }
    for (double budget : budgets) {
      Checks.share("budgets", budget);
      Checks.positive("budgets", budget);
    }
  }

  /** How many of that many queries, or documents to make queries of, are held out. */
  public int heldOutOf(int size) {
    return size < 2 ? 0 : (int) Math.min(queries, Math.ceil(size * heldOut));
  }
}
