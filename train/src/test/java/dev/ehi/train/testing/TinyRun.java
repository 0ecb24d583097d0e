package dev.ehi.train.testing;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.StopSignal;
import dev.ehi.train.TrainInput;
import dev.ehi.train.TrainRequest;
import dev.ehi.train.TrainResult;
import dev.ehi.train.Trainer;
import dev.ehi.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Training runs of seconds: a tiny model on a tiny set, on one thread, in float32. */
public final class TinyRun {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DOCUMENTS = 240;

  private TinyRun() {}

  /** A configuration for tiny runs with some values changed, given as path, value, path, value. */
  public static TrainConfig config(String... pathsAndValues) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("threads", "1");
    changes.put("encoder.precision", "fp32");
    changes.put("index.branching", "4");
    changes.put("sampling.batch", "16");
    changes.put("sampling.negatives", "1");
    changes.put("sampling.spread-documents", "64");
    changes.put("settle.updates", "15");
    changes.put("distil.updates", "20");
    changes.put("distil.batch", "16");
    changes.put("length.at-least", "0");
    changes.put("mining.at-least-updates", "1");
    changes.put("dev.at-least-updates", "1");
    changes.put("settle.batch", "32");
    changes.put("dev.budgets", "[0.1, 0.3]");
    changes.put("optimizer.encoder-rate", "0.001");
    changes.put("optimizer.index-rate", "0.01");
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      changes.put(pathsAndValues[i], pathsAndValues[i + 1]);
    }
    return TrainConfig.defaults().with(changes);
  }

  /** Texts and model in a folder, made there at the first call. */
  public static TrainInput.Texts texts(Path folder) throws IOException {
    return texts(folder, DOCUMENTS);
  }

  /** The same with more documents and queries, a tenth of them for dev. */
  public static TrainInput.Texts texts(Path folder, int documents) throws IOException {
    Path set = folder.resolve("set");
    Path model = folder.resolve("tiny");
    return new TrainInput.Texts(
        Files.exists(set) ? RetrievalSet.open(set) : TinySet.create(set, documents),
        Files.exists(model) ? ModelDirectory.open(model) : TinyModel.create(model));
  }

  /** Documents and model in a folder, made there at the first call; no query, no judgement. */
  public static TrainInput.Texts documents(Path folder) throws IOException {
    Path model = folder.resolve("tiny");
    return new TrainInput.Texts(
        TinySet.createCorpus(folder.resolve("corpus"), DOCUMENTS),
        Files.exists(model) ? ModelDirectory.open(model) : TinyModel.create(model));
  }

  /** Runs to the end. */
  public static TrainResult.Complete complete(TrainConfig config, TrainInput input, Path output)
      throws IOException {
    TrainResult result = Trainer.run(new TrainRequest(config, input, output), Progress.none());
    if (result instanceof TrainResult.Complete complete) {
      return complete;
    }
    throw new AssertionError("not complete: " + result);
  }

  /** Runs until a number of updates is made. */
  public static TrainResult stopAfter(int steps, TrainConfig config, TrainInput input, Path output)
      throws IOException {
    StopSignal stop = new StopSignal();
    return Trainer.run(
        new TrainRequest(config, input, output, stop),
        onTrainStep(
            step -> {
              if (step == steps) {
                stop.stop();
              }
            }));
  }

  /** A progress that hears what is noted of the updates. */
  public static Progress onTrainNote(Consumer<String> listener) {
    return (name, total, unit) ->
        new Progress.Task() {
          @Override
          public void advance(long units) {}

          @Override
          public void note(String text) {
            if (name.equals("train")) {
              listener.accept(text);
            }
          }

          @Override
          public void close() {}
        };
  }

  /** A progress that hears of each update. */
  public static Progress onTrainStep(StepListener listener) {
    return (name, total, unit) ->
        new Progress.Task() {
          private int step;

          @Override
          public void advance(long units) {
            step += (int) units;
            if (name.equals("train")) {
              listener.stepped(step);
            }
          }

          @Override
          public void note(String text) {}

          @Override
          public void close() {}
        };
  }

  /** Called after each update. */
  @FunctionalInterface
  public interface StepListener {
    void stepped(int step);
  }

  /** The lines of a run's metrics log that report one kind of event. */
  public static List<JsonNode> events(Path output, String event) throws IOException {
    try (Stream<String> lines = Files.lines(output.resolve("train-log.jsonl"))) {
      return lines
          .<JsonNode>map(JSON::readTree)
          .filter(line -> line.path("event").asString("").equals(event))
          .toList();
    }
  }

  /** What a run computed: every logged number of it but times, and the memory that was there. */
  public static List<String> computed(Path output) throws IOException {
    try (Stream<String> lines = Files.lines(output.resolve("train-log.jsonl"))) {
      return lines
          .filter(line -> !line.startsWith("{\"event\":\"memory\""))
          .map(line -> line.replaceAll(",\"seconds\":[^,}]*", ""))
          .toList();
    }
  }
}
