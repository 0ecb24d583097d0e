package dev.ehi.train.distil;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.DistilConfig;
import dev.ehi.train.mining.LeafMap;
import java.util.SplittableRandom;

class QueryDistillationTest {
  private static final int DIM = 12;
  private static final DistilConfig CONFIG = new DistilConfig(300, 64, 10, .05, .02, 0);

  private final SplittableRandom random = new SplittableRandom(3);
  private final Vectors documents = ClusteredQueries.directions(400, DIM, random);
  private final float[] offset = ClusteredQueries.directions(1, DIM, random).row(0);
  private final Tree tree = Tree.ofCentroids(ClusteredQueries.directions(16, DIM, random), .1f);
  private final LeafMap leaves = LeafMap.of(tree, documents);
  private final Vectors none = Vectors.allocate(0, DIM);

  /**
   * Queries that lie to one side of their documents are routed wrongly by the documents' weights.
   */
  @Randomized(times = 3)
  void moreHeldOutQueriesReachTheLeafOfTheirNearestDocument(long seed) {
    SplittableRandom draws = new SplittableRandom(seed);
    Vectors real = ClusteredQueries.shifted(documents, offset, 300, draws);
    Vectors pseudo = ClusteredQueries.shifted(documents, offset, 900, draws);
    Vectors heldOut = ClusteredQueries.shifted(documents, offset, 500, draws);
    int before = hits(tree, heldOut);

    Tree both =
        QueryDistillation.of(CONFIG, documents, real, pseudo, seed, Progress.none())
            .run(tree, leaves, Progress.none());
    Tree realOnly =
        QueryDistillation.of(CONFIG, documents, real, none, seed, Progress.none())
            .run(tree, leaves, Progress.none());
    Tree pseudoOnly =
        QueryDistillation.of(CONFIG, documents, none, pseudo, seed, Progress.none())
            .run(tree, leaves, Progress.none());

    assertThat(hits(both, heldOut)).isGreaterThan(before + 50);
    assertThat(hits(realOnly, heldOut)).isGreaterThan(before + 50);
    assertThat(hits(pseudoOnly, heldOut)).isGreaterThan(before + 50);
  }

  @Randomized(times = 1)
  void documentsStayWhereTheyAreAndTheSameSeedGivesTheSameTree(long seed) {
    Vectors real = ClusteredQueries.shifted(documents, offset, 100, new SplittableRandom(seed));
    QueryDistillation distillation =
        QueryDistillation.of(CONFIG, documents, real, none, seed, Progress.none());
    Tree taught = distillation.run(tree, leaves, Progress.none());
    Router router = taught.documentRouter();
    for (int i = 0; i < documents.size(); i++) {
      assertThat(router.leaf(documents.row(i))).isEqualTo(leaves.leafOf(i));
    }
    assertThat(distillation.run(tree, leaves, Progress.none()).id()).isEqualTo(taught.id());
  }

  private int hits(Tree routed, Vectors queries) {
    NearestDocuments nearest = NearestDocuments.of(queries, documents, 1, 1, Progress.none());
    Router router = routed.queryRouter();
    int hits = 0;
    for (int i = 0; i < queries.size(); i++) {
      int leaf = leaves.leafOf((int) nearest.ordinals(i)[0]);
      hits += router.leaf(queries.row(i)) == leaf ? 1 : 0;
    }
    return hits;
  }
}
