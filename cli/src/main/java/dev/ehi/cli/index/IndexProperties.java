package dev.ehi.cli.index;

import dev.ehi.encoder.ModelDirectory;
import java.nio.file.Path;
import java.util.Map;

/** What an index remembers of where its vectors come from. */
public final class IndexProperties {

  private static final String MODEL = "model";

  private IndexProperties() {}

  static Map<String, String> of(ModelDirectory model) {
    return Map.of(MODEL, model.path().toAbsolutePath().normalize().toString());
  }

  /**
   * The model that an index was made with.
   *
   * @throws IllegalArgumentException if the index was made from given vectors
   */
  public static Path model(Map<String, String> properties) {
    String path = properties.get(MODEL);
    if (path == null) {
      throw new IllegalArgumentException(
          "the index was made from given vectors and names no model; give one with --model");
    }
    return Path.of(path);
  }
}
