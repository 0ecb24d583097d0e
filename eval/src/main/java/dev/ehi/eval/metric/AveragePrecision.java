package dev.ehi.eval.metric;

/**
 * Precision averaged over the ranks of the relevant documents, over all relevant ones, within the
 * first {@code cutoff} ranks (trec_eval's {@code map_cut}; with a cutoff no shorter than the run,
 * its {@code map}).
 */
public record AveragePrecision(int cutoff) implements Metric {

  private static final int CUSTOMARY_CUTOFF = 1000;

  public AveragePrecision {
    Metric.requireCutoff(cutoff);
  }

  @Override
  public double value(int[] grades, int count, int[] ideal) {
    int found = 0;
    double sum = 0;
    for (int i = 0, n = Math.min(count, cutoff); i < n; i++) {
      if (grades[i] > 0) {
        found++;
        sum += (double) found / (i + 1);
      }
    }
    return ideal.length == 0 ? 0 : sum / ideal.length;
  }

  @Override
  public int depth() {
    return cutoff;
  }

  @Override
  public String label() {
    return cutoff == CUSTOMARY_CUTOFF ? "MAP" : "MAP@" + cutoff;
  }
}
