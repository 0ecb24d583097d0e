package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.LeafMeter;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.mining.Assignment;
import dev.ehi.train.sample.Seeds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the whole corpus, at most once a step, and logs what it finds. */
final class Surveyor {
  private final TrainConfig config;
  private final LeafMeter meter;
  private final MetricsLog log;
  private final Progress progress;

  private Optional<Vectors> firstDocuments; // (documents, dim) until they are used
  private Optional<Assignment> logged;
  private @Nullable Survey last;

  /**
   * @param logged the last assignment in the log
   * @param firstDocuments vectors of the corpus before the first step, if known // (documents, dim)
   */
  Surveyor(
      TrainConfig config,
      LeafMeter meter,
      Optional<Assignment> logged,
      Optional<Vectors> firstDocuments,
      MetricsLog log,
      Progress progress) {
    this.config = config;
    this.meter = meter;
    this.logged = logged;
    this.firstDocuments = firstDocuments;
    this.log = log;
    this.progress = progress;
  }

  /** What a learner sees at a step. A step that was logged is not logged again. */
  Survey at(long step, Learner learner) throws InterruptedException {
    Survey known = last;
    if (known == null || known.step() != step) {
      known = look(step, learner);
      last = known;
      log(known);
    }
    return known;
  }

  /** The learner has other weights now. */
  void forget() {
    last = null;
  }

  /** The last assignment in the log. */
  Optional<Assignment> logged() {
    return logged;
  }

  private Survey look(long step, Learner learner) throws InterruptedException {
    Embedder embedder = learner.embedder();
    long seed = Seeds.seed(config.seed(), Seeds.Purpose.KMEANS, step);
    Vectors documents =
        step == 0 && firstDocuments.isPresent()
            ? firstDocuments.get()
            : embedder.documents(progress);
    firstDocuments = Optional.empty();
    CorpusView corpus = CorpusView.of(learner, config.index(), documents, seed, progress);
    Vectors devQueries = embedder.devQueries(progress);
    LeafQuality leaves =
        meter.measure(
            corpus.tree(),
            corpus.leaves(),
            devQueries,
            embedder.trainingQueries(meter.sample(), progress));
    return new Survey(step, corpus, devQueries, leaves, churn(corpus));
  }

  private @Nullable Double churn(CorpusView corpus) {
    return switch (config.index()) {
      case IndexConfig.Learned learned ->
          logged.map(before -> corpus.leaves().churnSince(before.leaves())).orElse(null);
      case IndexConfig.None none -> null;
    };
  }

  private void log(Survey survey) {
    if (logged.isPresent() && logged.get().step() == survey.step()) {
      return;
    }
    log.write(new MetricsEvent.Assignment(survey.step(), survey.leaves(), survey.churn()));
    logged = Optional.of(new Assignment(survey.step(), survey.corpus().leaves()));
  }
}
