package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import java.io.IOException;

/**
 * Scores the vectors of one field of a segment against one query and collects the best. For one
 * thread.
 */
public sealed interface BlockScan permits PlainScan, QuantisedScan {

  /**
   * Scores a block: after this, every position in it that is good enough has been collected.
   *
   * @param positions those to score lie at indices from {@code from} on
   * @param leaves that hold them, at the same indices
   * @param count at most {@link LeafScan#BLOCK}
   */
  void block(int[] positions, int[] leaves, int from, int count, PositionCollector collector)
      throws IOException;

  /** How many vectors were scored a second time. */
  int rescored();

  /** The scan that goes with the layout of a field. // query (dim) */
  static BlockScan of(LeafField field, float[] query) throws IOException {
    return of(field, query, PositionScorer.scanned(field, query));
  }

  /**
   * The same, with scores that may be known before.
   *
   * @param query // (dim)
   * @param scanned gives what {@link PositionScorer#scanned} would
   */
  static BlockScan of(LeafField field, float[] query, PositionScorer scanned) throws IOException {
    return field.isScoredTwice()
        ? new QuantisedScan(field, scanned, PositionScorer.of(field, query))
        : new PlainScan(scanned);
  }
}
