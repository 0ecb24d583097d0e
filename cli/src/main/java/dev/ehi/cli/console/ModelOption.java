package dev.ehi.cli.console;

import dev.ehi.encoder.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --model}, which takes a model directory or the folder of a training run. */
public final class ModelOption {

  private static final String MODEL_OF_RUN = "model";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A trained model, or the folder of a training run.")
  private @Nullable Path path;

  public ModelDirectory open() throws IOException {
    return open(Objects.requireNonNull(path));
  }

  /** Opens a model directory, or the one in the folder of a training run. */
  public static ModelDirectory open(Path path) throws IOException {
    Path ofRun = path.resolve(MODEL_OF_RUN);
    return ModelDirectory.open(Files.isDirectory(ofRun) ? ofRun : path);
  }
}
