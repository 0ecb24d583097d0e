package dev.ehi.eval.curve;

/**
 * The smallest cost at which a curve reaches a share of the exact quality.
 *
 * @param fraction of the same encoder's exact nDCG@10, such as .98
 * @param documents share of the corpus scored, interpolated between the neighbouring budgets
 * @param routing dot products spent on routing, as a share of the corpus size
 */
public record Crossing(double fraction, double documents, double routing) {

  public double total() {
    return documents + routing;
  }
}
