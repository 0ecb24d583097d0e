package dev.ehi.lucene.growth;

import dev.ehi.core.tree.LeafBalance;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an index was like when it was created, with the documents that its tree was made for: {@link
 * Growth} compares with it what the index has become. It is kept with the index.
 *
 * @param documents in the index at that time
 * @param leastSure the log-probability that a share of {@value #UNSURE} of the documents' leaves
 *     was below of, in nats
 * @param crowding of the leaves, as in {@link Growth}
 * @param largest documents in the fullest leaf
 */
public record Baseline(int documents, double leastSure, double crowding, int largest) {
  /** The share of the documents at creation that the tree counts as unsure of. */
  public static final double UNSURE = .05;

  private static final String KEY = "baseline";

  /** Of an index; empty if there are no documents. */
  public static Optional<Baseline> of(Snapshot snapshot) throws IOException {
    Census census = new Census(snapshot);
    if (census.routed() == 0) {
      return Optional.empty();
    }
    LeafBalance balance = LeafBalance.of(snapshot.leafSizes());
    return Optional.of(
        new Baseline(
            snapshot.reader().numDocs(),
            census.quantile(UNSURE),
            Growth.crowding(balance),
            balance.largest()));
  }

  /** The properties of an index and this baseline. */
  public Map<String, String> addTo(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put(
        KEY,
        String.format(Locale.ROOT, "%d %.6f %.6f %d", documents, leastSure, crowding, largest));
    return all;
  }

  /**
   * The baseline among the properties of an index, if it was kept.
   *
   * @throws IllegalArgumentException if it is not readable
   */
  public static Optional<Baseline> of(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(KEY)).map(Baseline::decoded);
  }

  /** The properties of an index without its baseline. */
  public static Map<String, String> removedFrom(Map<String, String> properties) {
    Map<String, String> rest = new HashMap<>(properties);
    rest.remove(KEY);
    return rest;
  }

  private static Baseline decoded(String text) {
    try {
      String[] fields = text.split(" ", -1);
      return new Baseline(
          Integer.parseInt(fields[0]),
          Double.parseDouble(fields[1]),
          Double.parseDouble(fields[2]),
          Integer.parseInt(fields[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the baseline of the index is not readable", e);
    }
  }
}
