package dev.ehi.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.distil.NearestDocuments;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.nn.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against searches that sort all documents of the opened leaves in each round. */
class LinkedCostsTest {
  private static final int DIM = 16;
  private static final int LEAVES = 60;
  private static final int[] BEST = {1, 2, 3, 5, 8, 12, 20, 32, 64};

  @BeforeAll
  static void start() {
    Torch.start(1, 1);
  }

  private record World(Vectors documents, Vectors queries, Tree tree, LeafMap leaves) {
    static World of(int size, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      Vectors documents = vectors(size, random);
      Tree unlinked =
          Tree.ofCentroids(
              KMeans.centroids(documents, LEAVES, KMeans.Config.seeded(1), Progress.none()), .2f);
      Tree tree =
          LinkLearner.linked(unlinked, documents, documents.slice(0, 0), 4, Progress.none());
      return new World(documents, vectors(12, random), tree, LeafMap.of(tree, documents));
    }

    LinkedCosts costs() {
      return new LinkedCosts(documents, queries, wanted());
    }

    NearestDocuments wanted() {
      return NearestDocuments.of(queries, documents, 10, 1, Progress.none());
    }
  }

  private static Vectors vectors(int size, SplittableRandom random) {
    Vectors vectors = Vectors.allocate(size, DIM);
    for (int i = 0; i < size; i++) {
      float[] row = new float[DIM];
      for (int j = 0; j < DIM; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }

  @Randomized(times = 3)
  void costsAreThoseOfTheCheapestSearches(long seed) {
    World world = World.of(400, seed);
    List<CostCurve.Point> all = new ArrayList<>();
    for (int half = 4; half <= 18; half++) {
      for (int best : BEST) {
        all.add(searched(world, half / 2.0, best));
      }
    }
    for (int half = 19; half <= 26; half++) {
      all.add(searched(world, half / 2.0, 64));
    }
    Router router = world.tree.queryRouter();
    router.upTo(world.queries.row(0), Double.MAX_VALUE);
    all.add(new CostCurve.Point(1, 400, router.cost()));
    for (double recall : List.of(.5, .8, .9, .95, .97)) {
      CostCurve.Point point =
          world.costs().at(List.of(recall), world.tree, world.leaves).getFirst();
      assertThat(point.recall()).isEqualTo(recall);
      assertThat(point.total()).isCloseTo(expected(all, recall), within(1e-6 * 400));
    }
  }

  /** Linearly between the best neighbours that nothing else is better than. */
  private static double expected(List<CostCurve.Point> all, double recall) {
    List<CostCurve.Point> front =
        all.stream()
            .filter(
                a ->
                    all.stream()
                        .noneMatch(
                            b ->
                                b.recall() >= a.recall() && b.total() < a.total()
                                    || b.recall() > a.recall() && b.total() <= a.total()))
            .sorted(Comparator.comparingDouble(CostCurve.Point::recall))
            .toList();
    CostCurve.Point below = front.getFirst();
    for (CostCurve.Point above : front) {
      if (above.recall() >= recall) {
        double rise = above.recall() - below.recall();
        double share = rise == 0 ? 0 : (recall - below.recall()) / rise;
        return above == front.getFirst()
            ? above.total()
            : below.total() + share * (above.total() - below.total());
      }
      below = above;
    }
    throw new AssertionError("all documents are found in all leaves");
  }

  private static CostCurve.Point searched(World world, double surprisal, int best) {
    int found = 0;
    int visited = 0;
    double routing = 0;
    NearestDocuments wanted = world.wanted();
    double queries = world.queries.size();
    for (int q = 0; q < queries; q++) {
      float[] query = world.queries.row(q);
      LinkWalk walk = new LinkWalk(world.tree.links().orElseThrow());
      Set<Integer> opened = opened(world, query, surprisal, best, walk);
      LeafCursor cursor = world.tree.queryRouter().bestFirst(query);
      cursor.next();
      boolean inVain = -cursor.logProbability() > surprisal; // looked for so probable a leaf
      routing += (inVain ? 2 * LEAVES : LEAVES) + walk.cost();
      visited += sorted(world, query, opened).size();
      for (long document : wanted.ordinals(q)) {
        found += opened.contains(world.leaves.leafOf((int) document)) ? 1 : 0;
      }
    }
    return new CostCurve.Point(found / (10 * queries), visited / queries, routing / queries);
  }

  private static Set<Integer> opened(
      World world, float[] query, double surprisal, int best, LinkWalk walk) {
    List<Integer> ranked = new ArrayList<>();
    LeafCursor cursor = world.tree.queryRouter().bestFirst(query);
    int leaf = cursor.next();
    while (leaf >= 0 && (ranked.isEmpty() || -cursor.logProbability() <= surprisal)) {
      ranked.add(leaf);
      leaf = cursor.next();
    }
    Set<Integer> opened = new TreeSet<>();
    walk.begin(query);
    for (int rank = 0; rank < ranked.size(); rank += 16) {
      List<Integer> found = sorted(world, query, opened);
      int[] next = ranked.stream().skip(rank).limit(16).mapToInt(Integer::intValue).toArray();
      float least =
          rank == 0 ? Float.NEGATIVE_INFINITY : score(world, query, found, Math.max(best, 10));
      IntStream.of(walk.openPromising(next, least)).forEach(opened::add);
    }
    int[] next;
    do {
      List<Integer> found = sorted(world, query, opened);
      float least = score(world, query, found, best);
      next = walk.next(found.stream().limit(best).mapToInt(world.leaves::leafOf).toArray(), least);
      IntStream.of(next).forEach(opened::add);
    } while (next.length > 0);
    return opened;
  }

  /** Of the document of a rank, from 1; the least possible one if there are not so many. */
  private static float score(World world, float[] query, List<Integer> found, int rank) {
    return found.size() < rank
        ? Float.NEGATIVE_INFINITY
        : DotProduct.best().dot(world.documents.row(found.get(rank - 1)), query);
  }

  private static List<Integer> sorted(World world, float[] query, Set<Integer> leaves) {
    return IntStream.range(0, world.documents.size())
        .filter(document -> leaves.contains(world.leaves.leafOf(document)))
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                document -> -DotProduct.best().dot(world.documents.row(document), query)))
        .toList();
  }

  @Test
  void moreCostsMore() {
    World world = World.of(500, 1);
    List<CostCurve.Point> points =
        world.costs().at(List.of(.8, .9, .95, .98), world.tree, world.leaves);
    assertThat(points).isSortedAccordingTo(Comparator.comparingDouble(CostCurve.Point::total));
    assertThat(points.getFirst().visited()).isLessThan(500);
  }
}
