package dev.ehi.train.diagnosis;

import dev.ehi.train.config.EncoderTraining;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Optional;

/** A run that could be ended by the system (paper: out of memory). */
final class ScarceMemory implements Check {
  private static final String SIGNATURE = "little memory to spare";

  /**
   * Of what is available. The estimate leaves out Java's heap, a fifth of what the quick start's
   * training takes.
   */
  private static final double LARGEST_SHARE = .8;

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    return run.first(MetricsEvent.Memory.class).map(memory -> judge(run.config(), memory));
  }

  private static Judgement judge(TrainConfig config, MetricsEvent.Memory memory) {
    String evidence =
        Text.of(
            "before step 1 training was estimated at %,d MiB, Java's heap not counted, and %,d MiB were available",
            memory.estimated() >> 20, memory.available() >> 20);
    return memory.estimated() > LARGEST_SHARE * memory.available()
        ? new Finding(SIGNATURE, Severity.CAUTION, evidence, suggestion(config))
        : new Sound(SIGNATURE, evidence);
  }

  private static String suggestion(TrainConfig config) {
    String less = Text.set("sampling.batch", Math.max(2, config.sampling().batch() / 2));
    return config.encoder().wordEmbeddings() == EncoderTraining.WordEmbeddings.TRAINED
        ? less + " or " + Text.set("encoder.word-embeddings", "frozen")
        : less;
  }
}
