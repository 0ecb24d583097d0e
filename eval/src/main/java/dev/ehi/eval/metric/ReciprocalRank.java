package dev.ehi.eval.metric;

/**
 * One over the rank of the first relevant document, 0 when there is none in the first {@code
 * cutoff} ranks (trec_eval's {@code recip_rank} with {@code -M cutoff}); its mean over queries is
 * MRR@cutoff.
 */
public record ReciprocalRank(int cutoff) implements Metric {

  public ReciprocalRank {
    Metric.requireCutoff(cutoff);
  }

  @Override
  public double value(int[] grades, int count, int[] ideal) {
    for (int i = 0, n = Math.min(count, cutoff); i < n; i++) {
      if (grades[i] > 0) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  @Override
  public int depth() {
    return cutoff;
  }

  @Override
  public String label() {
    return "MRR@" + cutoff;
  }
}
