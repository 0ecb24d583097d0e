package dev.ehi.train.nn;

import java.util.Map;

/**
 * Euclidean norms of gradients before clipping.
 *
 * @param total over all groups
 * @param byGroup by the name of the group
 */
public record GradientNorms(double total, Map<String, Double> byGroup) {

  public GradientNorms {
    byGroup = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(byGroup));
  }
}
