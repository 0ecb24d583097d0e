package dev.ehi.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatsTest {

  @Randomized(times = 5)
  void pValueEqualsTheExactOneOfAllSignPatterns(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles(10).toArray();
    double[] b = random.doubles(10).map(x -> x * .7).toArray();
    PairedRandomisationTest.Outcome outcome =
        new PairedRandomisationTest(40_000, seed).compare(a, b);
    assertThat(outcome.pValue()).isCloseTo(exactPValue(a, b), within(.015));
  }

  private static double exactPValue(double[] a, double[] b) {
    int n = a.length;
    double observed = Math.abs(Arrays.stream(a).sum() - Arrays.stream(b).sum());
    int extreme = 0;
    for (int signs = 0; signs < 1 << n; signs++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += (signs >> i & 1) == 0 ? a[i] - b[i] : b[i] - a[i];
      }
      extreme += Math.abs(sum) >= observed - 1e-9 ? 1 : 0;
    }
    return extreme / (double) (1 << n);
  }

  @Test
  void equalSystemsDoNotDiffer() {
    double[] values = {.1, .5, 1, 0, .3};
    PairedRandomisationTest.Outcome outcome =
        new PairedRandomisationTest(10_000, 1).compare(values, values.clone());
    assertThat(outcome.pValue()).isEqualTo(1);
    assertThat(outcome.wins() + outcome.losses()).isZero();
  }

  @Randomized(times = 2)
  void aConsistentGainOverManyQueriesIsSignificant(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] b = random.doubles(200).toArray();
    double[] a = Arrays.stream(b).map(x -> x + .05 * random.nextDouble()).toArray();
    PairedRandomisationTest.Outcome outcome =
        new PairedRandomisationTest(10_000, seed).compare(a, b);
    assertThat(outcome.pValue()).isLessThan(.001);
    assertThat(outcome.wins()).isEqualTo(200);
    assertThat(new PairedRandomisationTest(10_000, seed).compare(b, a).pValue())
        .isEqualTo(outcome.pValue());
  }

  @Test
  void differentQueriesAreRefused() {
    assertThatThrownBy(
            () -> new PairedRandomisationTest(10_000, 1).compare(new double[3], new double[4]))
        .hasMessageContaining("3 and 4");
  }

  @Randomized(times = 3)
  void bootstrapIntervalIsThatOfTheNormalApproximation(long seed) {
    double[] values = new SplittableRandom(seed).doubles(2000).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double standardError = Math.sqrt(1 / 12.0 / values.length);
    Bootstrap.Interval interval = new Bootstrap(2000, seed).ofMean(values);
    assertThat(interval.low()).isCloseTo(mean - 1.96 * standardError, within(standardError / 2));
    assertThat(interval.high()).isCloseTo(mean + 1.96 * standardError, within(standardError / 2));
  }
}
