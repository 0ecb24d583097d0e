package dev.ehi.eval.metric;

/**
 * The share of the relevant documents found in the first {@code cutoff} ranks (trec_eval's {@code
 * recall}).
 */
public record Recall(int cutoff) implements Metric {

  public Recall {
    Metric.requireCutoff(cutoff);
  }

  @Override
  public double value(int[] grades, int count, int[] ideal) {
    int found = 0;
    for (int i = 0, n = Math.min(count, cutoff); i < n; i++) {
      if (grades[i] > 0) {
        found++;
      }
    }
    return ideal.length == 0 ? 0 : (double) found / ideal.length;
  }

  @Override
  public int depth() {
    return cutoff;
  }

  @Override
  public String label() {
    return "R@" + cutoff;
  }
}
