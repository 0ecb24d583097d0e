package dev.ehi.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds the model that a user names. */
public final class ModelSource {
  private ModelSource() {}

  /**
   * Opens a {@link StartingModel} by its name, or a model directory by its path.
   *
   * @param cache where starting models are unpacked
   * @throws ModelException if there is no such model, or it cannot be read
   */
  public static ModelDirectory resolve(String nameOrPath, Path cache) throws IOException {
    for (StartingModel model : StartingModel.values()) {
      if (model.modelName().equals(nameOrPath)) {
        return model.open(cache);
      }
    }
    Path path = Path.of(nameOrPath);
    if (!Files.isDirectory(path)) {
      String names =
          Arrays.stream(StartingModel.values())
              .map(StartingModel::modelName)
              .collect(Collectors.joining(", "));
      throw new ModelException(path, "no such model directory, and none of " + names);
    }
    return ModelDirectory.open(path);
  }
}
