package dev.ehi.cli.quickstart;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.config.TrainingBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How much of the corpus the quick start takes, and how it trains on it. */
enum QuickstartScale {
  /** All twelve jars. */
  FULL {
    @Override
    Path folder() {
      return Path.of("quickstart");
    }

    @Override
    boolean takes(Path jar) {
      return true;
    }

    @Override
    TrainConfig config() {
      return TrainingBudget.QUICK.config();
    }
  },

  /** Three small jars and a small tree. */
  SMOKE {
    private static final List<String> JARS =
        List.of("commons-csv", "commons-codec", "commons-text");

    @Override
    Path folder() {
      return Path.of("quickstart-smoke");
    }

    @Override
    boolean takes(Path jar) {
      return JARS.stream().anyMatch(String.valueOf(jar.getFileName())::startsWith);
    }

    @Override
    TrainConfig config() {
      return TrainingBudget.QUICK.config().with(Map.of("length.at-least", "0"));
    }
  };

  /** Where it works if it is not told. */
  abstract Path folder();

  abstract boolean takes(Path jar);

  abstract TrainConfig config();
}
