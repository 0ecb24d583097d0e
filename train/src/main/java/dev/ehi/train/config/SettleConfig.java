package dev.ehi.train.config;

/**
 * Training of the tree alone, at the end, on the vectors that the trained encoder or adapter gives.
 * While vectors move a tree always lags a little behind them.
 *
 * @param epochs passes over the training pairs, each followed by a dev score; 0 leaves the tree as
 *     joint training made it
 * @param batch training pairs in a batch, and pseudo-pairs as many again
 */
public record SettleConfig(int epochs, int batch) {
  public SettleConfig {
    Checks.range("epochs", epochs, 0, 10_000);
    Checks.range("batch", batch, 2, 65_536);
  }
}
