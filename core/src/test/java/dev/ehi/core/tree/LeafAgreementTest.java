package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeafAgreementTest {

  @Test
  void mutualInformationIsThatOfTheBook() {
    assertThat(LeafAgreement.mutualInformation(new int[] {1, 1, 2, 2}, new int[] {7, 7, 9, 9}))
        .isCloseTo(1, within(1e-12));
    assertThat(LeafAgreement.mutualInformation(new int[] {1, 1, 2, 2}, new int[] {7, 9, 7, 9}))
        .isZero();
    // p(1,7) = 1/2, p(1,9) = 1/4, p(2,9) = 1/4
    double expected = .5 * log(.5 / (.75 * .5)) + .25 * log(.25 / (.75 * .5)) + .25 * log(2);
    assertThat(LeafAgreement.mutualInformation(new int[] {1, 1, 1, 2}, new int[] {7, 7, 9, 9}))
        .isCloseTo(expected, within(1e-12));
  }

  private static double log(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void purityIsTheMeanOverQueriesAndNotOverPairs() {
    LeafAgreement.Tally tally = new LeafAgreement.Tally();
    tally.add(0, new int[] {0, 1, 1, 1}, 1);
    tally.add(5, new int[] {}, 0);
    tally.add(1, new int[] {1}, 1);
    LeafAgreement agreement = tally.agreement(1);
    assertThat(agreement.pairs()).isEqualTo(5);
    assertThat(agreement.purity()).isEqualTo((1 / 4.0 + 1) / 2);
  }

  @Test
  void nothingCountedIsZero() {
    assertThat(new LeafAgreement.Tally().agreement(1)).isEqualTo(new LeafAgreement(0, 0, 0, 0));
  }

  /** Few pairs over many leaves look informative whatever they are; shuffling shows by how much. */
  @Randomized(times = 20)
  void unrelatedLeavesAreAsInformativeAsChance(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LeafAgreement.Tally unrelated = new LeafAgreement.Tally();
    LeafAgreement.Tally equal = new LeafAgreement.Tally();
    for (int query = 0; query < 400; query++) {
      int leaf = random.nextInt(16);
      unrelated.add(leaf, new int[] {random.nextInt(16)}, 0);
      equal.add(leaf, new int[] {leaf}, 1);
    }
    LeafAgreement chance = unrelated.agreement(seed);
    assertThat(chance.mutualInformation()).isGreaterThan(.2);
    assertThat(chance.informationAboveChance()).isCloseTo(0, within(.15));
    assertThat(equal.agreement(seed).informationAboveChance()).isGreaterThan(3);
    assertThat(unrelated.agreement(seed)).isEqualTo(chance);
  }
}
