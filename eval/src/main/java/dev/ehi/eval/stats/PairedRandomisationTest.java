package dev.ehi.eval.stats;

import java.util.SplittableRandom;

/**
 * Fisher's two-sided paired randomisation test: under the null hypothesis the two systems' values
 * of one query may be swapped, so the signs of the per-query differences are drawn at random; the p
 * value is the share of draws whose mean difference is at least as large as the observed one.
 *
 * <p>M. Smucker, J. Allan, B. Carterette: A comparison of statistical significance tests for
 * information retrieval evaluation. CIKM 2007.
 *
 * @param permutations how many sign patterns are drawn
 * @param seed of the draws
 */
public record PairedRandomisationTest(int permutations, long seed) {

  /** Differences of sums that rounding alone can cause count as equal. */
  private static final double ROUNDING = 1e-12;

  public PairedRandomisationTest {
    if (permutations < 1) {
      throw new IllegalArgumentException("permutations must be at least 1, not " + permutations);
    }
  }

  /**
   * What a test found.
   *
   * @param meanDifference mean of a - b
   * @param pValue two-sided, (hits + 1) / (permutations + 1), so never 0
   * @param wins queries where a is greater
   * @param losses queries where b is greater
   */
  public record Outcome(int queries, double meanDifference, double pValue, int wins, int losses) {}

  /**
   * Compares two systems.
   *
   * @param a values of one system, one a query // (queries)
   * @param b values of the other on the same queries in the same order // (queries)
   */
  public Outcome compare(double[] a, double[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "needs the same non-empty queries on both sides, got "
              + a.length
              + " and "
              + b.length
              + " values");
    }
    double[] differences = new double[a.length];
    double sum = 0;
    int wins = 0;
    int losses = 0;
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
      sum += differences[i];
      wins += differences[i] > 0 ? 1 : 0;
      losses += differences[i] < 0 ? 1 : 0;
    }
    double p = (extremeDraws(differences, Math.abs(sum)) + 1.0) / (permutations + 1.0);
    return new Outcome(a.length, sum / a.length, p, wins, losses);
  }

  private int extremeDraws(double[] differences, double observed) {
    SplittableRandom random = new SplittableRandom(seed);
    int extreme = 0;
    for (int draw = 0; draw < permutations; draw++) {
      double sum = 0;
      long signs = 0;
      for (int i = 0; i < differences.length; i++) {
        signs = (i & 63) == 0 ? random.nextLong() : signs >>> 1;
        sum += (signs & 1) == 0 ? differences[i] : -differences[i];
      }
      if (Math.abs(sum) >= observed - ROUNDING) {
        extreme++;
      }
    }
    return extreme;
  }
}
