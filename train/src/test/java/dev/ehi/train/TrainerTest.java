package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.testing.TinyModel;
import dev.ehi.train.testing.TinySet;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir Path folder;

  /** Small, in float32, on one thread. */
  private static TrainConfig config(String... pathsAndValues) {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("threads", "1");
    changes.put("encoder.precision", "fp32");
    changes.put("index.branching", "4");
    changes.put("sampling.batch", "16");
    changes.put("sampling.negatives", "1");
    changes.put("sampling.spread-documents", "64");
    changes.put("dev.budgets", "[0.1, 0.3]");
    changes.put("optimizer.encoder-rate", "0.001");
    for (int i = 0; i < pathsAndValues.length; i += 2) {
      changes.put(pathsAndValues[i], pathsAndValues[i + 1]);
    }
    return TrainConfig.defaults().with(changes);
  }

  private TrainInput.Texts texts() throws Exception {
    return new TrainInput.Texts(
        TinySet.create(folder.resolve("set"), 400), TinyModel.create(folder.resolve("tiny")));
  }

  @Test
  void oneJointEpochLowersTheLossAndSavesAModel() throws Exception {
    Path output = folder.resolve("run");
    TrainResult result =
        Trainer.run(new TrainRequest(config("epochs", "4"), texts(), output), Progress.none());
    assertThat(result).isInstanceOf(TrainResult.Complete.class);
    TrainResult.Complete complete = (TrainResult.Complete) result;
    assertThat(complete.improved()).isTrue();
    assertThat(complete.best().orElseThrow().selection())
        .isGreaterThan(complete.start().orElseThrow().selection());
    ModelDirectory model = ModelDirectory.open(complete.model());
    assertThat(model.tree()).isPresent();
  }
}
