package dev.ehi.cli.train;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.UsageException;
import dev.ehi.core.progress.StopOnShutdown;
import dev.ehi.train.StopSignal;
import dev.ehi.train.TrainInput;
import dev.ehi.train.TrainRequest;
import dev.ehi.train.TrainResult;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.config.TrainingBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi train}. */
@Command(
    name = "train",
    description = {
      "Train encoder and tree together on query-document pairs, or on documents alone.",
      "Stopped with Ctrl-C, or killed, the same command goes on from the last checkpoint."
    },
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {

  private enum IndexKind {
    TREE,
    NONE
  }

  private enum DepthKind {
    INDEX,
    ADAPTER,
    FULL
  }

  @ArgGroup private InputOptions input = new InputOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run: log, checkpoints, and at the end the model.")
  private @Nullable Path output;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML or JSON with the values that differ from the defaults.")
  private @Nullable Path config;

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      description = "What is trained: ${COMPLETION-CANDIDATES} (default: full).")
  private @Nullable DepthKind depth;

  @Option(
      names = "--index",
      paramLabel = "KIND",
      description =
          "A tree beside the encoder, or none for the dual-encoder baseline: ${COMPLETION-CANDIDATES} (default: tree).")
  private @Nullable IndexKind index;

  @Option(
      names = "--label-free",
      description = {
        "Learn from the documents alone and leave judgements unused: a tree learns to find what exact search finds.",
        "The same as --set supervision.type=text, or =neighbours with given vectors."
      })
  private boolean labelFree;

  @Option(
      names = "--budget",
      paramLabel = "BUDGET",
      description = {
        "How much time training may take: ${COMPLETION-CANDIDATES} (default: standard).",
        "All else follows from it and from the data, and can be set apart."
      })
  private TrainingBudget budget = TrainingBudget.STANDARD;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Exactly so many passes over the training pairs, whatever the budget.")
  private @Nullable Double epochs;

  @Option(names = "--seed", paramLabel = "N", description = "Of every random choice.")
  private @Nullable Long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any value of the configuration, such as optimizer.encoder-rate=2e-5.")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(
      names = "--print-config",
      description = "Print the configuration that these options give, and stop.")
  private boolean printConfig;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    TrainConfig resolved = resolveConfig();
    if (printConfig) {
      System.out.print(resolved.toYaml());
      return 0;
    }
    if (output == null) {
      throw new UsageException("name a folder for the run with --out");
    }
    TrainInput trainInput = input.read(resolved.supervision());
    TrainResult result;
    StopSignal signal = new StopSignal();
    try (StopOnShutdown _ = StopOnShutdown.asking(signal::stop)) {
      result =
          TrainingRun.of(
              new TrainRequest(resolved, trainInput, output, signal), ConsoleProgress.create());
    }
    return switch (result) {
      case TrainResult.Stopped(long step) -> {
        System.out.printf(
            "stopped at step %d; the same command goes on from there (%s)%n", step, output);
        yield 130;
      }
      case TrainResult.Complete complete -> {
        DevTarget.of(resolved).ifPresent(System.out::println);
        TrainSummary summary = TrainSummary.of(complete);
        summary.print(System.out);
        json.write(summary);
        yield 0;
      }
    };
  }

  private TrainConfig resolveConfig() {
    TrainConfig base = config == null ? budget.config() : budget.config().with(config);
    Map<String, String> flags = new LinkedHashMap<>();
    putIfGiven(flags, "depth.type", depth);
    putIfGiven(flags, "index.type", index);
    putIfGiven(flags, "supervision.type", labelFree ? input.supervisionWithoutLabels() : null);
    if (epochs != null) {
      flags.put("length.epochs", epochs.toString());
      flags.put("length.at-least", "0");
      flags.put("length.at-most", "0");
    }
    putIfGiven(flags, "seed", seed);
    flags.putAll(changes);
    return base.with(flags);
  }

  private static void putIfGiven(Map<String, String> flags, String key, @Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      flags.put(key, constant.name().toLowerCase(Locale.ROOT));
    } else if (value != null) {
      flags.put(key, value.toString());
    }
  }
}
