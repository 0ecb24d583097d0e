package dev.ehi.eval.metric;

/**
 * Normalised discounted cumulative gain over the first {@code cutoff} ranks (trec_eval's {@code
 * ndcg_cut}): gain is the grade, negative grades gain nothing, discount is {@code log2(rank + 1)}.
 *
 * <p>K. Järvelin, J. Kekäläinen: Cumulated gain-based evaluation of IR techniques. ACM TOIS 20
 * (2002).
 */
public record Ndcg(int cutoff) implements Metric {

  private static final double LN_2 = Math.log(2);

  public Ndcg {
    Metric.requireCutoff(cutoff);
  }

  @Override
  public double value(int[] grades, int count, int[] ideal) {
    double best = gain(ideal, ideal.length);
    return best == 0 ? 0 : gain(grades, count) / best;
  }

  private double gain(int[] grades, int count) {
    double sum = 0;
    for (int i = 0, n = Math.min(count, cutoff); i < n; i++) {
      if (grades[i] > 0) {
        sum += grades[i] * LN_2 / Math.log(i + 2);
      }
    }
    return sum;
  }

  @Override
  public int depth() {
    return cutoff;
  }

  @Override
  public String label() {
    return "nDCG@" + cutoff;
  }
}
