package dev.ehi.cli.index;

import dev.ehi.encoder.ModelDirectory;
import java.nio.file.Path;
import java.util.Map;

/** What an index remembers of where its vectors come from, and whether it was built to the end. */
public final class IndexProperties {

  private static final String MODEL = "model";
  private static final String STATE = "state";
  private static final String BUILDING = "building";
  private static final String COMPLETE = "complete";

  private IndexProperties() {}

  static Map<String, String> building(ModelDirectory model) {
    return of(model, BUILDING);
  }

  /** Those of a complete index. */
  public static Map<String, String> complete(ModelDirectory model) {
    return of(model, COMPLETE);
  }

  static boolean isComplete(Map<String, String> properties) {
    return !BUILDING.equals(properties.get(STATE));
  }

  /**
   * The model that an index was made with.
   *
   * @throws IllegalArgumentException if the index names none
   */
  public static Path model(Map<String, String> properties) {
    String path = properties.get(MODEL);
    if (path == null) {
      throw new IllegalArgumentException("the index names no model; give one with --model");
    }
    return Path.of(path);
  }

  private static Map<String, String> of(ModelDirectory model, String state) {
    String path = model.path().toAbsolutePath().normalize().toString();
    return Map.of(MODEL, path, STATE, state);
  }
}
