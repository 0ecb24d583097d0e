package dev.ehi.train.config;

/**
 * Training of the tree alone, at the end, on the vectors that the trained encoder or adapter gives.
 * While vectors move a tree always lags a little behind them.
 *
 * @param updates of the tree, with a dev score after each third of them; 0 leaves the tree as joint
 *     training made it
 * @param batch training pairs in a batch, and pseudo-pairs as many again
 */
public record SettleConfig(int updates, int batch) {
  public SettleConfig {
    Checks.range("updates", updates, 0, Integer.MAX_VALUE);
    Checks.range("batch", batch, 2, 65_536);
  }
}
