package dev.ehi.eval.curve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean quality at one mean cost.
 *
 * @param documents mean share of the corpus that is scored for a query, duplicates counted each
 *     time
 * @param routing mean routing cost, in dot products as a share of the corpus size
 * @param quality measure to its mean over queries: nDCG@10, MRR@10, R@10, R@100, and {@code
 *     exact@k}, the share of the exact top k that is found
 */
public record CurvePoint(double documents, double routing, Map<String, Double> quality) {

  public CurvePoint {
    quality = Collections.unmodifiableMap(new LinkedHashMap<>(quality)); // keeps the order
  }

  /** Scored documents and routing together, in dot products as a share of the corpus size. */
  public double total() {
    return documents + routing;
  }

  public double quality(String measure) {
    Double value = quality.get(measure);
    if (value == null) {
      throw new IllegalArgumentException("no measure '" + measure + "' among " + quality.keySet());
    }
    return value;
  }
}
