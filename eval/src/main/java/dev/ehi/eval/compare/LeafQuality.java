package dev.ehi.eval.compare;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.Router;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafIndex;
import java.util.Arrays;

/** How well test queries and their relevant documents meet in the leaves of an index. */
final class LeafQuality {

  private LeafQuality() {}

  static LeafAgreement of(
      LeafIndex index, Corpus corpus, QuerySet queries, Judgments judgments, long seed) {
    Router queryRouter = index.tree().queryRouter();
    Router documentRouter = index.tree().documentRouter();
    LeafAgreement.Tally tally = new LeafAgreement.Tally();
    for (int q = 0; q < queries.size(); q++) {
      int[] relevant = judgments.relevant(q);
      int leaf = queryRouter.leaf(queries.vectors().row(q));
      tally.add(
          leaf,
          Arrays.stream(relevant).map(d -> documentRouter.leaf(corpus.vectors().row(d))).toArray(),
          (int) Arrays.stream(relevant).filter(d -> index.holds(leaf, d)).count());
    }
    return tally.agreement(seed);
  }
}
