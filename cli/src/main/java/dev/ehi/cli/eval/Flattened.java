package dev.ehi.cli.eval;

import java.util.LinkedHashMap;
import java.util.Map;

/** Nested maps as one, with the keys on the way to a value joined by dots. */
final class Flattened {

  private Flattened() {}

  static Map<String, String> of(Map<?, ?> nested) {
    Map<String, String> flat = new LinkedHashMap<>();
    add("", nested, flat);
    return flat;
  }

  private static void add(String prefix, Map<?, ?> nested, Map<String, String> flat) {
    nested.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            add(prefix + key + ".", inner, flat);
          } else {
            flat.put(prefix + key, String.valueOf(value));
          }
        });
  }
}
