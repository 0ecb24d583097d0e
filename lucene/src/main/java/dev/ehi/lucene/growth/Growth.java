package dev.ehi.lucene.growth;

import dev.ehi.core.tree.LeafBalance;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has become of an index since it was created, and what to do about it (decisions/0014).
 *
 * @param baseline what it was like then
 * @param documents that can be found now
 * @param unsure the share of the documents whose leaf is less probable than {@link
 *     Baseline#leastSure}; .05 where they are like those at creation
 * @param mostUnsure what it may be before the tree should be trained anew
 * @param crowding how many times more often two documents share a leaf than if all leaves were
 *     equally likely
 * @param mostCrowding what it may be before the tree should be trained anew
 * @param verdict what to do
 */
public record Growth(
    Baseline baseline,
    int documents,
    double unsure,
    double mostUnsure,
    double crowding,
    double mostCrowding,
    Verdict verdict) {

  /**
   * Half as much again as at creation: where a third of what the tree is unsure of is new. In the
   * experiments recall at a fixed budget was about two points lower there.
   */
  private static final double MOST_UNSURE = 1.5 * Baseline.UNSURE;

  /** Leaves twice as full cost a fixed beam twice as much. */
  private static final double MOST_CROWDING = 2;

  private static final double DEVIATIONS = 3; // beyond them chance leads once in a thousand looks

  /** What to do, the mildest first. */
  public enum Verdict {
    /** Nothing. */
    SOUND,
    /** What {@link Calibration} measured is of an index of another size. */
    CALIBRATE,
    /** The tree does not fit the documents any more. */
    RETRAIN
  }

  /**
   * Compares an index with its baseline; empty if it has none, or no documents.
   *
   * @param properties kept with the index
   * @param calibration null if it has none
   */
  public static Optional<Growth> of(
      Snapshot snapshot, Map<String, String> properties, @Nullable Calibration calibration)
      throws IOException {
    Optional<Baseline> baseline = Baseline.of(properties);
    int documents = snapshot.reader().numDocs();
    return baseline.isEmpty() || documents == 0
        ? Optional.empty()
        : Optional.of(of(snapshot, documents, baseline.get(), calibration));
  }

  private static Growth of(
      Snapshot snapshot, int documents, Baseline baseline, @Nullable Calibration calibration)
      throws IOException {
    Census census = new Census(snapshot);
    double unsure = census.shareBelow(baseline.leastSure());
    double mostUnsure = mostUnsure(Math.min(census.routed(), baseline.documents()));
    double crowding = crowding(LeafBalance.of(snapshot.leafSizes()));
    double mostCrowding = MOST_CROWDING * Math.max(1, baseline.crowding());
    Verdict verdict =
        unsure >= mostUnsure || crowding >= mostCrowding
            ? Verdict.RETRAIN
            : calibration != null && calibration.isOutgrown(documents)
                ? Verdict.CALIBRATE
                : Verdict.SOUND;
    return new Growth(baseline, documents, unsure, mostUnsure, crowding, mostCrowding, verdict);
  }

  private static double mostUnsure(int sample) {
    double deviation = Math.sqrt(2 * Baseline.UNSURE * (1 - Baseline.UNSURE) / sample);
    return Math.max(MOST_UNSURE, Baseline.UNSURE + DEVIATIONS * deviation);
  }

  /**
   * Simpson's index of the leaves, from pairs of different documents, times their number: unlike
   * the coefficient of variation it stays the same, but for chance, when documents of the same kind
   * are added or deleted.
   */
  static double crowding(LeafBalance balance) {
    double documents = balance.documents();
    double squares = documents * (1 + balance.variation() * balance.variation()); // over the mean
    return (squares - balance.leaves()) / Math.max(1, documents - 1);
  }
}
