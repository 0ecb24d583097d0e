package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final DevScore SCORE = new DevScore(1, .5, List.of());

  @Test
  void scoresAtStartAndEndAndMinesBeforeEachInterval() {
    Schedule schedule =
        new Schedule(
            TrainConfig.defaults()
                .with(
                    Map.of(
                        "length.epochs", "2",
                        "length.at-least", "0",
                        "mining.every-epochs", "0.5",
                        "mining.at-least-updates", "1",
                        "dev.every-epochs", "1.4",
                        "dev.at-least-updates", "1",
                        "dev.patience", "0")),
            10);
    RunState state = RunState.initial("id", 1);
    List<Long> scored = new ArrayList<>();
    List<Long> mined = new ArrayList<>();
    while (true) {
      if (schedule.scoringIsDue(state)) {
        scored.add(state.step());
        state = state.scored(SCORE, Selection.EXACT);
      }
      if (schedule.miningIsDue(state)) {
        mined.add(state.step());
        state = state.mined();
      }
      if (schedule.isOver(state)) {
        break;
      }
      state = state.stepped(1, 1);
    }
    assertThat(schedule.steps()).isEqualTo(20);
    assertThat(scored).containsExactly(0L, 14L, 20L);
    assertThat(mined).containsExactly(0L, 5L, 10L, 15L);
    assertThat(schedule.epochOf(1)).isEqualTo(1);
    assertThat(schedule.epochOf(10)).isEqualTo(1);
    assertThat(schedule.epochOf(11)).isEqualTo(2);
  }

  @Test
  void shortEpochsDoNotMeanASurveyEach() {
    Schedule schedule = new Schedule(TrainConfig.defaults(), 10);
    RunState state = RunState.initial("id", 1).scored(SCORE, Selection.EXACT).mined();
    for (int i = 0; i < 99; i++) {
      state = state.stepped(1, 1);
      assertThat(schedule.scoringIsDue(state) || schedule.miningIsDue(state)).isFalse();
    }
    assertThat(schedule.scoringIsDue(state.stepped(1, 1))).isTrue();
    assertThat(schedule.miningIsDue(state.stepped(1, 1))).isTrue();
    assertThat(schedule.steps()).isEqualTo(300);
  }

  @Test
  void patienceEndsARunWithoutGain() {
    Schedule schedule =
        new Schedule(
            TrainConfig.defaults().with(Map.of("length.epochs", "9", "dev.patience", "2")), 10);
    RunState state = RunState.initial("id", 1).scored(SCORE, Selection.EXACT);
    assertThat(state.scored(SCORE, Selection.EXACT).scoringsWithoutGain()).isEqualTo(1);
    assertThat(schedule.isOver(state.scored(SCORE, Selection.EXACT))).isFalse();
    assertThat(schedule.isOver(state.scored(SCORE, Selection.EXACT).scored(SCORE, Selection.EXACT)))
        .isTrue();
    DevScore better = new DevScore(1, .6, List.of());
    assertThat(
            schedule.isOver(
                state
                    .scored(SCORE, Selection.EXACT)
                    .scored(better, Selection.EXACT)
                    .scored(SCORE, Selection.EXACT)))
        .isFalse();
  }
}
