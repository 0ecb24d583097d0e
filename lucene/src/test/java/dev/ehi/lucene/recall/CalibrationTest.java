package dev.ehi.lucene.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final String TREE = "e1";

  @Test
  void everyKindOfBudgetIsReadBackAlike() {
    List<Budget> budgets =
        List.of(
            new Budget.Beam(3),
            new Budget.Documents(70),
            new Budget.Gap(.1234567890123),
            new Budget.Surprisal(0),
            new Budget.Mass(.99),
            new Budget.Linked(new Budget.Surprisal(5.17), 7),
            new Budget.Linked(new Budget.Gap(2.5), new Sources.Near(.125)));
    List<Calibration.Point> points =
        budgets.stream()
            .map(budget -> new Calibration.Point(.5, budget, new Budget.Gap(3), 1, 1))
            .toList();
    Calibration calibration = new Calibration(10, 5, 100, TREE, points);
    Map<String, String> properties = calibration.addTo(Map.of("model", "m"), "vector");
    assertThat(Calibration.of(properties, "vector", TREE)).contains(calibration);
    assertThat(Calibration.of(properties, "image", TREE)).isEmpty();
    assertThat(Calibration.of(properties, "vector", "e2")).isEmpty();
    assertThat(Calibration.removedFrom(properties, "image")).isEqualTo(properties);
    assertThat(Calibration.removedFrom(properties, "vector")).isEqualTo(Map.of("model", "m"));
  }

  @Test
  void allLeavesAreOpenedForARecallAboveAllMeasured() {
    Calibration calibration =
        new Calibration(
            10,
            5,
            100,
            TREE,
            List.of(new Calibration.Point(.5, new Budget.Gap(2), new Budget.Gap(2), 10, 20)));
    assertThat(calibration.visitedByBeam(.3)).isEqualTo(20);
    assertThat(calibration.visitedByBeam(.75)).isEqualTo(60);
    assertThat(calibration.at(.2).budget()).isEqualTo(new Budget.Gap(2));
    assertThat(calibration.at(1)).satisfies(point -> assertThat(point.visited()).isEqualTo(100));
    assertThatThrownBy(() -> calibration.at(0)).hasMessageContaining("recall");
    assertThatThrownBy(() -> calibration.at(95)).hasMessageContaining("95");
  }

  @Test
  void countsAsNoneIfItIsNotReadable() {
    String key = "EhiVectors.calibration.vector";
    String good = "10 1 1 e1; .5 linked 7,gap,2 gap 1 1 1";
    assertThat(Calibration.of(Map.of(), "vector", TREE)).isEmpty();
    assertThat(Calibration.of(Map.of(key, good), "vector", TREE)).isPresent();
    for (String text :
        List.of(
            "",
            "10 x 3 e1; .5 gap 1 gap 1 1 1",
            "10 1 1 e1; .5 gap",
            "10 1 1 e1",
            "10 1 1; .5 gap 1 gap 1 1 1",
            "10 1 1 e1; .5 gap 1 1 1",
            "10 1 1 e1; .5 linked 7 gap 1 1 1",
            "10 1 1 e1; .5 linked 7,linked,3 gap 1 1 1",
            "10 1 1 e1; .5 gap 1 linked 7,gap,2 1 1")) {
      assertThat(Calibration.of(Map.of(key, text), "vector", TREE)).as(text).isEmpty();
    }
  }
}
