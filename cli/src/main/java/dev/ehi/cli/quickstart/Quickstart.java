package dev.ehi.cli.quickstart;

import dev.ehi.cli.console.CacheFolder;
import dev.ehi.cli.console.ModelFolder;
import dev.ehi.cli.eval.EvaluationFiles;
import dev.ehi.cli.eval.ModelEvaluation;
import dev.ehi.cli.index.IndexCalibration;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.cli.train.TrainSummary;
import dev.ehi.cli.train.TrainingRun;
import dev.ehi.core.file.DurableFiles;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.progress.StopOnShutdown;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.javasearch.JavaSearchBuilder;
import dev.ehi.data.javasearch.JavaSearchConfig;
import dev.ehi.data.leakage.LeakageCheck;
import dev.ehi.data.leakage.LeakageReport;
import dev.ehi.encoder.ModelSource;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.eval.compare.Results;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.train.StopSignal;
import dev.ehi.train.TrainInput;
import dev.ehi.train.TrainRequest;
import dev.ehi.train.TrainResult;
import dev.ehi.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The main job end to end: data, training, index, evaluation. Each stage leaves its product in the
 * work folder, whole or not at all, and is not run again when that is there.
 */
final class Quickstart {

  private static final String START = "minilm";
  private static final long SEED = 1;

  private final QuickstartScale scale;
  private final int threads;
  private final Progress progress;
  private final Path work;
  private final Path data;
  private final Path run;
  private final Path index;
  private final SequencedMap<String, Double> stages = new LinkedHashMap<>();

  private interface Stage<T> {
    T run() throws IOException;
  }

  Quickstart(QuickstartScale scale, Path work, int threads, Progress progress) {
    this.scale = scale;
    this.work = work;
    this.threads = threads;
    this.progress = progress;
    this.data = work.resolve("javasearch");
    this.run = work.resolve("run");
    this.index = work.resolve("index");
  }

  /** Runs what has not been run; empty when it was asked to stop. */
  Optional<QuickstartReport> run() throws IOException {
    claimFolder();
    timed("data", this::buildData);
    RetrievalSet set = RetrievalSet.open(data);
    boolean trained = timed("train", () -> train(set));
    if (!trained) {
      return Optional.empty();
    }
    try (StopOnShutdown _ = StopOnShutdown.interrupting()) {
      timed("index", () -> buildIndex(set));
      timed("calibrate", () -> calibrate(set));
      Results results = timed("evaluate", () -> evaluate(set));
      return Optional.of(new QuickstartReport(stages, results));
    }
  }

  /** A folder belongs to one scale: products of another must not be taken for this one's. */
  private void claimFolder() throws IOException {
    Path owner = work.resolve("scale");
    if (!Files.exists(owner)) {
      DurableFiles.write(owner, scale.name());
    } else if (!Files.readString(owner).equals(scale.name())) {
      throw new IllegalArgumentException(
          work + " holds a quick start of another scale; choose another folder with --work");
    }
  }

  private <T> T timed(String name, Stage<T> stage) throws IOException {
    long start = System.nanoTime();
    T result = stage.run();
    stages.put(name, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private boolean buildData() throws IOException {
    if (Files.exists(data)) {
      return false;
    }
    JavaSearchConfig config =
        JavaSearchConfig.defaults().withUndocumented(JavaSearchConfig.Undocumented.NONE);
    JavaSearchBuilder.build(sources(), data, config, progress);
    LeakageReport leakage = LeakageCheck.of(RetrievalSet.open(data), progress);
    System.out.println(
        leakage.clean()
            ? "no query of one split stands in another"
            : "queries of one split stand in another: " + leakage.overlaps());
    return true;
  }

  /** The pinned jars, which the build has fetched through Maven. */
  private List<Path> sources() throws IOException {
    String home = System.getProperty("ehi.home", ".");
    Path folder = Path.of(home, "cli", "target", "quickstart-sources");
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is missing; start this through ./ehi, which fetches it");
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(scale::takes).sorted().toList();
    }
  }

  /** Whether training came to its end. */
  private boolean train(RetrievalSet set) throws IOException {
    if (Trainer.isComplete(run)) {
      return true;
    }
    TrainInput input = new TrainInput.Texts(set, ModelSource.resolve(START, CacheFolder.path()));
    StopSignal signal = new StopSignal();
    try (StopOnShutdown _ = StopOnShutdown.asking(signal::stop)) {
      TrainRequest request = new TrainRequest(scale.config(), input, run, signal);
      return switch (TrainingRun.of(request, progress)) {
        case TrainResult.Stopped _ -> false;
        case TrainResult.Complete complete -> {
          TrainSummary.of(complete).print(System.out);
          yield true;
        }
      };
    }
  }

  /** Of the vectors that training kept: encoding the corpus once more takes minutes. */
  private boolean buildIndex(RetrievalSet set) throws IOException {
    if (EhiIndex.exists(index)) {
      return false;
    }
    IdentifiedVectors documents =
        Trainer.documents(run)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s lacks its vectors; delete it to train once more, or index with 'ehi index create --model %s --data %s --index %s'"
                            .formatted(run, run, data, index)));
    RoutingModel.open(run)
        .ofFinalVectors(set.name())
        .create(index, LeafLayout.STANDARD, documents, Optional.of(set), progress);
    return true;
  }

  private boolean calibrate(RetrievalSet set) throws IOException {
    try (EhiIndex opened = EhiIndex.open(index)) {
      if (opened.calibration().isEmpty()) {
        try (OnnxEncoder encoder = ModelFolder.open(run).encoder(threads)) {
          return IndexCalibration.calibrate(opened, set, encoder, progress);
        }
      }
      opened.compact(); // in case that this was interrupted
      opened.commit();
      return false;
    }
  }

  private Results evaluate(RetrievalSet set) throws IOException {
    ModelEvaluation evaluation = new ModelEvaluation(set, "test", null, threads, SEED, progress);
    Results results = evaluation.run(List.of(evaluation.fromIndex("joint", index, run)));
    EvaluationFiles.write(results, work, System.out);
    return results;
  }
}
