package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.checkpoint.Checkpoint;
import dev.ehi.train.checkpoint.CheckpointStore;
import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafMeter;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.metrics.Selection;
import dev.ehi.train.mining.NegativeMiner;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.BatchSampler;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.sample.Seeds;
import dev.ehi.train.sample.TrainingSet;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The training loop of EHI (arXiv 2310.08891, section 3.5): embeddings and tree are updated
 * together; every r epochs the corpus is encoded and assigned to leaves anew, and hard negatives
 * are mined from the leaves that the queries reach.
 *
 * <p>What a step computes depends only on the weights, the seed and the step's number, so a run
 * continued from a checkpoint is the run that was never stopped: bit for bit on one thread in
 * float32, and as far as libtorch itself repeats its sums on several threads in bfloat16.
 */
final class Training implements AutoCloseable {
  private static final int STEPS_BETWEEN_TRIMS = 16;

  private final TrainConfig config;
  private final TrainingSet set;
  private final StopSignal stop;
  private final Progress progress;
  private final Progress cancellable;
  private final MetricsLog log;
  private final CheckpointStore store;
  private final CheckpointClock clock;
  private final BatchSampler sampler;
  private final Schedule schedule;
  private final ViewScorer scorer;
  private final Selection selection;
  private final Function<Snapshot, Embedder> embedders;
  private final LeafMeter meter;
  private final Surveyor surveyor;

  private Learner learner;
  private @Nullable Snapshot last; // the weights of the last step, once these are left
  private RunState state;
  private NegativePools negatives;
  private SpreadPool spread;
  private String leavesInShort = ""; // as last surveyed

  /**
   * @param from where the run stands
   * @param firstDocuments vectors of the corpus before the first step, if known // (documents, dim)
   */
  Training(
      TrainRequest request,
      Material material,
      Checkpoint from,
      Optional<Vectors> firstDocuments,
      MetricsLog log,
      CheckpointStore store,
      Progress progress) {
    this.config = request.config();
    this.set = material.set();
    this.stop = request.stop();
    this.progress = progress;
    this.cancellable = stop.cancelling(progress);
    this.log = log;
    this.store = store;
    state = from.state();
    negatives = from.negatives();
    spread = new SpreadPool(from.spread(), config.sampling().spreadDocuments(), config.seed());
    meter = new LeafMeter(set, config.seed());
    surveyor = new Surveyor(config, meter, from.assignment(), firstDocuments, log, cancellable);
    clock = new CheckpointClock(config.checkpoint(), state.step());
    sampler = new BatchSampler(set.pairs(), config.sampling(), config.seed());
    schedule = new Schedule(config, sampler.stepsPerEpoch());
    scorer = ViewScorer.of(config, set, cancellable);
    selection = config.learnsFromExactSearch() ? Selection.OVER_BUDGETS : Selection.of(config);
    embedders = material.embedders();
    learner = learner(from.weights());
    if (!from.optimizer().isEmpty()) {
      learner.restoreOptimizer(from.optimizer());
    }
  }

  /** How the loop ended. */
  sealed interface Outcome {
    /** The stop was requested; the state is on disk. */
    record Stopped(long step) implements Outcome {}

    /**
     * All steps are done, or the dev score no longer rises.
     *
     * @param best the weights to keep: those of the best dev score, or the last ones without dev
     *     queries; with the refined tree
     * @param view of the corpus by them
     * @param leaves how well those of the view serve
     * @param kmeans dev score of fresh k-means lists on the same vectors
     */
    record Over(
        RunState state,
        Snapshot best,
        CorpusView view,
        LeafQuality leaves,
        Optional<DevScore> kmeans)
        implements Outcome {}
  }

  Outcome run() throws IOException {
    try (Progress.Task task = progress.start("train", schedule.steps(), "steps")) {
      task.advance(state.step());
      if (state.step() == 0) {
        save(); // what it took to come here is not repeated
      }
      survey();
      while (!schedule.isOver(state)) {
        if (stop.requested()) {
          return stopped();
        }
        update(task);
        survey();
        if (clock.isDue(state.step())) {
          save();
        }
      }
      saveUnlessSaved(); // the weights of the last step, which are left now
      returnToBest();
      return new Conclusion(config, set, scorer, meter, log, cancellable)
          .of(state, learner, look(), lastOnTheSameVectors());
    } catch (CancellationException | InterruptedException e) {
      return stopped();
    }
  }

  /** The run's first line in the log. */
  void logStart(Provenance provenance) {
    log.write(
        new MetricsEvent.Run(
            set.name(),
            set.documents().size(),
            set.pairs().queries().size(),
            set.pairs().size(),
            set.dev().size(),
            schedule.steps(),
            config.seed(),
            provenance.parts()));
  }

  /** The weights of the last step. */
  Snapshot last() {
    return last == null ? learner.snapshot() : last;
  }

  /** The tree of the last step, if that is not the best one and no vectors have moved. */
  private Optional<Tree> lastOnTheSameVectors() {
    return last != null && config.depth() instanceof Depth.Index ? last.tree() : Optional.empty();
  }

  private Learner learner(Snapshot weights) {
    return new Learner(config, set, embedders.apply(weights), weights.tree());
  }

  /** Goes on with the weights that are to be saved, where the last ones scored lower. */
  private void returnToBest() throws IOException {
    if (state.scoredAt() < 0 || state.bestStep() == state.step()) {
      return;
    }
    last = learner.snapshot();
    learner.close();
    learner = learner(store.best(state.bestStep()));
    surveyor.forget();
  }

  private void update(Progress.Task task) {
    long started = System.nanoTime();
    long step = state.step();
    Torch.seed(Seeds.seed(config.seed(), Seeds.Purpose.TORCH, step));
    Batch batch = sampler.batch(step, negatives);
    double scale = config.optimizer().scale(step, schedule.steps());
    Learner.Update update = learner.update(batch, spread.at(step), scale);
    double seconds = (System.nanoTime() - started) / 1e9;
    state = state.stepped(update.tokens(), seconds);
    surveyor.forget();
    if (learner.embedder().net().isPresent()) {
      spread = spread.replacingOldest(update.documents());
    }
    log.write(
        new MetricsEvent.Step(
            state.step(),
            schedule.epochOf(state.step()),
            update.loss(),
            update.terms(),
            update.norms(),
            update.rates(),
            update.tokens(),
            seconds));
    if (state.step() % STEPS_BETWEEN_TRIMS == 0) {
      Torch.trimMemory();
    }
    task.advance(1);
    task.note(note(update));
  }

  private String note(Learner.Update update) {
    DevScore best = state.best();
    String loss = String.format(Locale.ROOT, "loss %.4f", update.loss());
    String dev =
        best == null ? "" : String.format(Locale.ROOT, ", dev nDCG@10 %.4f", selection.of(best));
    return loss + dev + leavesInShort;
  }

  /** Looks at the whole corpus where that is due: assigns, scores, mines. */
  private void survey() throws IOException, InterruptedException {
    if (scoringIsDue()) {
      score(look());
    }
    if (miningIsDue()) {
      mine(look());
    }
  }

  private boolean scoringIsDue() {
    return set.dev().size() > 0 && schedule.scoringIsDue(state);
  }

  private boolean miningIsDue() {
    return !schedule.isOver(state)
        && schedule.miningIsDue(state)
        && config.sampling().negatives() > 0;
  }

  /** The corpus by the present weights. */
  private Survey look() throws InterruptedException {
    Survey survey = surveyor.at(state.step(), learner);
    leavesInShort = survey.inShort();
    return survey;
  }

  private void score(Survey survey) throws IOException, InterruptedException {
    DevScore score = scorer.score(learner.embedder(), survey.corpus(), survey.devQueries());
    log.write(new MetricsEvent.Dev(state.step(), score));
    if (state.isBest(score, selection)) {
      store.saveBest(state.step(), learner.snapshot());
    }
    state = state.scored(score, selection);
  }

  private void mine(Survey survey) throws InterruptedException {
    CorpusView view = survey.corpus();
    Vectors queries = learner.embedder().trainingQueries(cancellable);
    negatives =
        new NegativeMiner(
                view.tree(), view.leaves(), view.documents(), set.pairs(), config.mining())
            .mine(queries);
    log.write(mining(negatives));
    state = state.mined();
  }

  private MetricsEvent.Mining mining(NegativePools pools) {
    int[] sizes = Arrays.stream(pools.rows()).mapToInt(pool -> pool.length).toArray();
    return new MetricsEvent.Mining(
        state.step(),
        sizes.length,
        Arrays.stream(sizes).average().orElse(0),
        (int) Arrays.stream(sizes).filter(size -> size == 0).count());
  }

  private Outcome stopped() throws IOException {
    saveUnlessSaved();
    return new Outcome.Stopped(state.step());
  }

  private void saveUnlessSaved() throws IOException {
    if (!clock.isSaved(state.step())) {
      save();
    }
  }

  private void save() throws IOException {
    state = state.logged(log.sync());
    store.save(
        new Checkpoint(
            state,
            learner.snapshot(),
            learner.optimizerState(),
            negatives,
            spread.pool(),
            surveyor.logged()));
    clock.saved(state.step());
  }

  @Override
  public void close() {
    learner.close();
  }
}
