package dev.ehi.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingBudgetTest {
  @ParameterizedTest(name = "{0}, {1} updates an epoch")
  @CsvSource({
    "QUICK, 17, 100", "QUICK, 301, 301", "QUICK, 1715, 400",
    "STANDARD, 17, 300", "STANDARD, 1715, 1715", "STANDARD, 10000, 2000",
    "THOROUGH, 17, 1000", "THOROUGH, 1715, 5145", "THOROUGH, 10000, 30000"
  })
  void boundsTheUpdates(TrainingBudget budget, int updatesPerEpoch, long updates) {
    assertThat(budget.config().length().updates(updatesPerEpoch)).isEqualTo(updates);
  }

  @Test
  void standardIsTheDefault() {
    assertThat(TrainingBudget.STANDARD.config()).isEqualTo(TrainConfig.defaults());
  }
}
