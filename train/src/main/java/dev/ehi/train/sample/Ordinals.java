package dev.ehi.train.sample;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids in a fixed order, and the place of each in it. */
public final class Ordinals {
  private final List<String> ids;
  private final Map<String, Integer> byId;

  /**
   * @throws IllegalArgumentException if an id stands twice
   */
  public Ordinals(List<String> ids) {
    this.ids = List.copyOf(ids);
    byId = HashMap.newHashMap(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Integer before = byId.put(ids.get(i), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "id '%s' stands twice, at places %d and %d; remove one"
                .formatted(ids.get(i), before, i));
      }
    }
  }

  public int size() {
    return ids.size();
  }

  public List<String> ids() {
    return ids;
  }

  public String id(int ordinal) {
    return ids.get(ordinal);
  }

  /** The place of an id, or -1. */
  public int of(String id) {
    return byId.getOrDefault(id, -1);
  }
}
