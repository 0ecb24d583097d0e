package dev.ehi.train;

import dev.ehi.core.file.FolderLock;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.train.checkpoint.Checkpoint;
import dev.ehi.train.checkpoint.CheckpointStore;
import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.config.ConfigException;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.EncoderTraining;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Diagnosis;
import dev.ehi.train.diagnosis.RunHistory;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.nn.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains encoder and tree together, from texts or vectors to a saved model. */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final TrainRequest request;
  private final Progress progress;
  private final RunFolder folder;
  private final CheckpointStore store;
  private final Provenance provenance;

  private Trainer(TrainRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
    this.folder = new RunFolder(request.output());
    this.store = new CheckpointStore(folder.checkpoints());
    int threads = request.config().threads();
    this.provenance =
        Provenance.current(threads > 0 ? threads : Runtime.getRuntime().availableProcessors());
  }

  /** Whether a folder holds a completed run. */
  public static boolean isComplete(Path output) {
    return Files.exists(new RunFolder(output).model());
  }

  /**
   * Vectors of all documents by the weights of a completed run, as training computed them; empty if
   * it was trained on given vectors.
   */
  public static Optional<IdentifiedVectors> documents(Path output) {
    return new RunFolder(output).documents();
  }

  /**
   * What a run, complete or not, has logged so far; empty if the folder holds no run.
   *
   * @throws IOException if the log cannot be read
   */
  public static List<MetricsEvent> log(Path output) throws IOException {
    Path log = new RunFolder(output).log();
    return Files.exists(log) ? MetricsLog.read(log) : List.of();
  }

  /** Whether a folder holds a run that has begun to log. */
  public static boolean hasBegun(Path output) {
    return Files.exists(new RunFolder(output).log());
  }

  /**
   * A run, complete or not, as its files tell it; empty if the folder holds none.
   *
   * @throws IOException if the log cannot be read
   * @throws ConfigException if the configuration cannot be read
   */
  public static Optional<RunHistory> history(Path output) throws IOException {
    RunFolder folder = new RunFolder(output);
    return hasBegun(output)
        ? Optional.of(new RunHistory(TrainConfig.read(folder.config()), log(output)))
        : Optional.empty();
  }

  /**
   * Runs a training, or continues one that was stopped or killed in the same folder.
   *
   * @throws IllegalArgumentException if the input does not suit the configuration, the folder holds
   *     a completed run, or a checkpoint of another configuration, data or version
   * @throws InsufficientMemoryException if training the encoder cannot fit
   * @throws DivergedException if a loss is no longer finite; the last checkpoint stays
   * @throws IOException if files cannot be read or written
   */
  public static TrainResult run(TrainRequest request, Progress progress) throws IOException {
    return new Trainer(request, progress).run();
  }

  private TrainResult run() throws IOException {
    try (FolderLock lock = FolderLock.of(request.output())) {
      return runAlone();
    }
  }

  private TrainResult runAlone() throws IOException {
    if (isComplete(request.output())) {
      throw new IllegalArgumentException(
          request.output() + " holds a completed run; choose another folder or delete this one");
    }
    startTorch();
    Progress stoppable = request.stop().cancelling(progress);
    try {
      Material material = Material.load(request.config(), request.input(), stoppable);
      String identity = identity(request.config(), material);
      Optional<Checkpoint> saved = store.latest().filter(old -> isToContinue(old, identity));
      return saved.isPresent()
          ? resume(material, identity, saved.get())
          : start(material, StartingPoint.of(request.config(), material, identity, stoppable));
    } catch (CancellationException | InterruptedException e) {
      return new TrainResult.Stopped(store.latest().map(saved -> saved.state().step()).orElse(0L));
    }
  }

  /** What another run prepared and trained no step of is no loss. */
  private static boolean isToContinue(Checkpoint saved, String identity) {
    return saved.state().step() > 0 || saved.state().identity().equals(identity);
  }

  /** Beside an encoder in bfloat16 only the small products of the tree are in float32. */
  private void startTorch() {
    int threads = provenance.threads();
    TrainConfig config = request.config();
    boolean smallProducts =
        config.depth() instanceof Depth.Full
            && config.encoder().precision() == EncoderTraining.NumericPrecision.BF16;
    Torch.start(threads, smallProducts ? 1 : threads);
  }

  private TrainResult start(Material material, StartingPoint start) throws IOException {
    folder.writeConfig(request.config(), provenance);
    return train(material, start.state(), Optional.of(start.documents()));
  }

  private TrainResult resume(Material material, String identity, Checkpoint saved)
      throws IOException {
    if (!saved.state().identity().equals(identity)) {
      throw new IllegalArgumentException(
          "%s is the checkpoint of a run with another configuration, other data or another version of EHI (see %s); delete it to train anew, or choose another folder"
              .formatted(folder.checkpoints(), folder.config()));
    }
    LOG.info("continuing {} at step {}", request.output(), saved.state().step());
    return train(material, saved, Optional.empty());
  }

  private TrainResult train(Material material, Checkpoint from, Optional<Vectors> documents)
      throws IOException {
    try (MetricsLog log = MetricsLog.open(folder.log(), from.state().logBytes());
        Training training =
            new Training(request, material, from, documents, log, store, progress)) {
      if (from.state().logBytes() == 0) {
        training.logStart(provenance);
        material.memory().ifPresent(log::write);
      }
      return switch (run(training, log)) {
        case Training.Outcome.Stopped(long step) -> new TrainResult.Stopped(step);
        case Training.Outcome.Over over -> complete(material, training, over);
      };
    }
  }

  private static Training.Outcome run(Training training, MetricsLog log) throws IOException {
    try {
      return training.run();
    } catch (DivergedException e) {
      log.write(new MetricsEvent.Diverged(e.reason()));
      throw e;
    }
  }

  private TrainResult complete(Material material, Training training, Training.Outcome.Over over)
      throws IOException {
    RunState state = over.state();
    ModelOutput output =
        new ModelOutput(request.config(), request.input(), description(material, state));
    if (state.best() != null && state.bestStep() == 0) {
      LOG.warn(
          "training did not raise the dev score; the start's weights are saved as the model, what"
              + " was trained as {}",
          folder.rejected());
      output.write(folder.rejected(), training.last());
    }
    if (request.input() instanceof TrainInput.Texts) {
      folder.writeDocuments(
          new IdentifiedVectors(material.set().documents().ids(), over.view().documents()));
    }
    output.write(folder.model(), over.best());
    store.clear();
    List<MetricsEvent> events = log(request.output());
    return new TrainResult.Complete(
        folder.model(),
        state.step(),
        state.best() == null ? state.step() : state.bestStep(),
        Optional.ofNullable(state.start()),
        Optional.ofNullable(state.best()),
        over.kmeans(),
        over.leaves(),
        Course.of(events),
        Diagnosis.of(new RunHistory(request.config(), events)),
        state.tokens(),
        state.seconds());
  }

  private Map<String, Object> description(Material material, RunState state) {
    Map<String, Object> description = new LinkedHashMap<>(provenance.parts());
    description.put("input", material.set().name());
    description.put("step", state.best() == null ? state.step() : state.bestStep());
    description.put("config", request.config().toMap());
    return description;
  }

  /** Changes with all that decides what a run computes, but not with how often it is saved. */
  private static String identity(TrainConfig config, Material material) {
    return String.join(
        "-", config.fingerprint(), material.set().fingerprint(), material.checksum());
  }
}
