package dev.ehi.train.metrics;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.Seeds;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures how well leaves serve the held-out queries and a sample of the training queries. */
public final class LeafMeter {
  /** Tells purity to .03 (two standard errors), and is encoded in about a second. */
  static final int SAMPLE = 1024;

  private final DevQueries dev;
  private final TrainingPairs pairs;
  private final int[] sample;
  private final long seed;

  /**
   * @param seed of the run; with the set it decides which training queries are looked at
   */
  public LeafMeter(TrainingSet set, long seed) {
    dev = set.dev();
    pairs = set.pairs();
    int queries = pairs.queries().size();
    sample =
        queries <= SAMPLE
            ? IntStream.range(0, queries).toArray()
            : Seeds.random(seed, Seeds.Purpose.SURVEY, 0)
                .ints(0, queries)
                .distinct()
                .limit(SAMPLE)
                .sorted()
                .toArray();
    this.seed = seed;
  }

  /** The training queries that are looked at, by ordinal, ascending. */
  public int[] sample() {
    return sample.clone();
  }

  /**
   * Measures.
   *
   * @param leaves of the documents in the tree
   * @param devQueries all held-out queries // (dev queries, dim)
   * @param sampled the training queries of the sample // (sample, dim)
   */
  public LeafQuality measure(Tree tree, LeafMap leaves, Vectors devQueries, Vectors sampled) {
    return new LeafQuality(
        leaves.balance(),
        agreement(tree, leaves, devQueries, dev::relevant),
        agreement(tree, leaves, sampled, i -> pairs.positives(sample[i])));
  }

  private @Nullable LeafAgreement agreement(
      Tree tree, LeafMap leaves, Vectors queries, IntFunction<int[]> relevant) {
    if (queries.size() == 0) {
      return null;
    }
    Router router = tree.queryRouter();
    LeafAgreement.Tally tally = new LeafAgreement.Tally();
    for (int query = 0; query < queries.size(); query++) {
      int leaf = router.leaf(queries.row(query));
      int[] documents = Arrays.stream(relevant.apply(query)).map(leaves::leafOf).toArray();
      tally.add(leaf, documents, (int) Arrays.stream(documents).filter(d -> d == leaf).count());
    }
    return tally.agreement(seed);
  }
}
