package dev.ehi.train.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.TrainConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {

  @ParameterizedTest
  @ValueSource(ints = {2_000, 5_183, 18_975, 100_000, 10_000_000})
  void everyTreeHasDocumentsForItsLeaves(int documents) {
    Candidates candidates = new Candidates(config(), 384);
    assertThat(candidates.all(documents)).isNotEmpty();
    for (Layout layout : candidates.all(documents)) {
      assertThat(layout.leaves()).isBetween(4, Math.min(1 << 17, documents));
      assertThat(layout.projection()).isIn(32, 48, 64);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 18_975, 10_000_000})
  void pilotsAndHeldBackTreesAreCandidatesAndDifferent(int documents) {
    Candidates candidates = new Candidates(config(), 384);
    assertThat(candidates.all(documents)).containsAll(candidates.pilots(documents));
    assertThat(candidates.all(documents)).containsAll(candidates.heldBack(documents));
    assertThat(candidates.pilots(documents))
        .doesNotContainAnyElementsOf(candidates.heldBack(documents))
        .extracting(Layout::height)
        .contains(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.height", "index.branching"})
  void whatIsSetIsKept(String key) {
    Candidates candidates =
        new Candidates((IndexConfig.Learned) TrainConfig.defaults().with(key, "2").index(), 384);
    assertThat(candidates.all(5000))
        .allMatch(layout -> (key.endsWith("height") ? layout.height() : layout.branching()) == 2);
  }

  @Test
  void weightsThatNodesShareAreTrainedForAllLeaves() {
    TrainConfig shared = TrainConfig.defaults().with("index.conditioning", "one_hot");
    Candidates candidates = new Candidates((IndexConfig.Learned) shared.index(), 384);
    assertThat(candidates.all(10_000_000)).allMatch(layout -> layout.leaves() <= 1 << 14);
  }

  @Test
  void manyBranchesAreNotMultipliedByLevels() {
    TrainConfig given = TrainConfig.defaults().with("index.branching", "1024");
    Candidates candidates = new Candidates((IndexConfig.Learned) given.index(), 384);
    assertThat(candidates.pilots(18_975)).extracting(Layout::height).containsOnly(1);
  }

  private static IndexConfig.Learned config() {
    return (IndexConfig.Learned) TrainConfig.defaults().index();
  }
}
