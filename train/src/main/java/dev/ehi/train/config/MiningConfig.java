package dev.ehi.train.config;

/**
 * How hard negatives are found (paper, section 3.5).
 *
 * @param everyEpochs r: epochs between two refreshes, in which all documents are re-encoded and
 *     re-assigned to leaves; fractions are allowed
 * @param atLeastUpdates fewest updates between two refreshes, where epochs are short
 * @param visited documents looked at for each query, leaf by leaf, the most probable leaf first
 * @param pool highest-scoring documents of those kept to draw from, for each query
 * @param guard documents scoring above {@code guard} times the positive's score are taken for
 *     unjudged positives and left out; 0 keeps all
 */
public record MiningConfig(
    double everyEpochs, int atLeastUpdates, int visited, int pool, double guard) {
  public MiningConfig {
    Checks.positive("every-epochs", everyEpochs);
    Checks.range("at-least-updates", atLeastUpdates, 1, Integer.MAX_VALUE);
    Checks.range("visited", visited, 1, Integer.MAX_VALUE);
    Checks.range("pool", pool, 1, 10_000);
    Checks.notNegative("guard", guard);
  }
}
