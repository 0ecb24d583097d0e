package dev.ehi.cli.index;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What an index remembers of where its vectors come from, and whether it was built to the end. */
final class IndexProperties {

  private static final String MODEL = "model";
  private static final String CORPUS = "corpus";
  private static final String STATE = "state";
  private static final String BUILDING = "building";
  private static final String COMPLETE = "complete";

  private IndexProperties() {}

  /**
   * Those of an index whose build goes on.
   *
   * @param corpus name of the set whose corpus it is to hold
   */
  static Map<String, String> building(Path model, String corpus) {
    return of(model, corpus, BUILDING);
  }

  /** Those of a complete index. */
  static Map<String, String> complete(Path model, String corpus) {
    return of(model, corpus, COMPLETE);
  }

  /** Those of an index whose build has ended. */
  static Map<String, String> completed(Map<String, String> building) {
    Map<String, String> complete = new HashMap<>(building);
    complete.put(STATE, COMPLETE);
    return complete;
  }

  static String corpus(Map<String, String> properties) {
    return properties.getOrDefault(CORPUS, "");
  }

  static boolean isComplete(Map<String, String> properties) {
    return !BUILDING.equals(properties.get(STATE));
  }

  /**
   * The model that an index was made with.
   *
   * @throws IllegalArgumentException if the index names none
   */
  static Path model(Map<String, String> properties) {
    String path = properties.get(MODEL);
    if (path == null) {
      throw new IllegalArgumentException("the index names no model; give one with --model");
    }
    return Path.of(path);
  }

  private static Map<String, String> of(Path model, String corpus, String state) {
    String path = model.toAbsolutePath().normalize().toString();
    return Map.of(MODEL, path, CORPUS, corpus, STATE, state);
  }
}
