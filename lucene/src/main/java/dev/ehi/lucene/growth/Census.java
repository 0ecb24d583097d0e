package dev.ehi.lucene.growth;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.scan.LeafFloatVectorValues;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.Bits;

/**
 * How sure the tree of an index is of the leaves of its documents, or of an even sample of them.
 */
final class Census {
  private static final int MOST_ROUTED = 20_000; // a second of work; shares are known to .5 %

  private final Router router;
  private final int step; // every so manieth is routed
  private final float[] logProbabilities = new float[MOST_ROUTED]; // (routed) rising in the end
  private int met;
  private int routed;

  Census(Snapshot snapshot) throws IOException {
    router = snapshot.tree().documentRouter();
    step = Math.ceilDiv(snapshot.reader().numDocs(), MOST_ROUTED);
    for (Snapshot.Segment segment : snapshot.segments()) {
      add(segment);
    }
    Arrays.sort(logProbabilities, 0, routed);
  }

  private void add(Snapshot.Segment segment) throws IOException {
    LeafField field = segment.leaves();
    Bits live = segment.context().reader().getLiveDocs();
    LeafFloatVectorValues vectors = new LeafFloatVectorValues(field);
    for (int ordinal = 0; ordinal < field.size(); ordinal++) {
      boolean found = live == null || live.get(vectors.ordToDoc(ordinal));
      if (found && met++ % step == 0) {
        LeafCursor cursor = router.bestFirst(vectors.vectorValue(ordinal));
        cursor.next();
        logProbabilities[routed++] = cursor.logProbability();
      }
    }
  }

  /** How many documents were routed; 0 only if there are none. */
  int routed() {
    return routed;
  }

  /** The log-probability that a share of the documents' leaves is below of, in nats. */
  double quantile(double share) {
    return logProbabilities[(int) (share * routed)];
  }

  /** The share of the documents whose leaf has a log-probability below this, in nats. */
  double shareBelow(double logProbability) {
    int below = 0;
    while (below < routed && logProbabilities[below] < logProbability) {
      below++;
    }
    return (double) below / routed;
  }
}
