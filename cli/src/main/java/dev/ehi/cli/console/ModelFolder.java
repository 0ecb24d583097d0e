package dev.ehi.cli.console;

import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.VectorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models as commands take them: a model directory, or the folder of a training run. */
public final class ModelFolder {

  private static final String MODEL_OF_RUN = "model";
  private static final String CHECKPOINT_OF_RUN = "checkpoint";

  private ModelFolder() {}

  /**
   * The folder of the model itself.
   *
   * @throws IllegalArgumentException if there is none, or the run has not come to its end
   */
  public static Path of(Path given) {
    Path ofRun = given.resolve(MODEL_OF_RUN);
    if (Files.isDirectory(ofRun)) {
      return ofRun;
    }
    if (!Files.isDirectory(given)) {
      throw new IllegalArgumentException(given + " is not a directory; name a model or a run");
    }
    if (Files.isDirectory(given.resolve(CHECKPOINT_OF_RUN))) {
      throw new IllegalArgumentException(
          given
              + " holds a run that has not come to its end; the same 'ehi train' goes on with it");
    }
    return given;
  }

  /**
   * Opens a model that encodes texts.
   *
   * @throws IllegalArgumentException if it was trained on given vectors
   */
  public static ModelDirectory open(Path given) throws IOException {
    Path folder = of(given);
    if (VectorModel.isAt(folder)) {
      throw new IllegalArgumentException(
          folder
              + " was trained on given vectors and has no encoder; give vectors instead of texts,"
              + " or another --model");
    }
    return ModelDirectory.open(folder);
  }
}
