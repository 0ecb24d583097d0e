package dev.ehi.train.diagnosis;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Optional;

/** A run that is too short to move anything. */
final class FewUpdates implements Check {
  private static final String SIGNATURE = "few updates";

  /** AdamW at a warm-up of a tenth needs some dozens; on 18 updates nothing learned was kept. */
  private static final long FEWEST = 50;

  /** What runs on few pairs get by default. */
  private static final int USUAL = TrainConfig.defaults().length().atLeast();

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    return run.start().map(start -> judge(run.config(), start));
  }

  private static Judgement judge(TrainConfig config, MetricsEvent.Run start) {
    String evidence =
        Text.of(
            "%d updates in all, with %d pairs in batches of %d",
            start.steps(), start.pairs(), config.sampling().batch());
    return start.steps() < FEWEST
        ? new Finding(SIGNATURE, Severity.CAUTION, evidence, suggestion(config))
        : new Sound(SIGNATURE, evidence);
  }

  private static String suggestion(TrainConfig config) {
    int atMost = config.length().atMost();
    String longer = Text.set("length.at-least", USUAL);
    return atMost > 0 && atMost < USUAL ? longer + " " + Text.set("length.at-most", USUAL) : longer;
  }
}
