package dev.ehi.train.plan;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.distil.NearestDocuments;
import dev.ehi.train.mining.LeafMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What searches cost that open the promising leaves up to a surprisal and then go on through links
 * from the best documents. Of many settings those are taken that find most for what they cost, and
 * between two of these it is interpolated.
 */
final class LinkedCosts implements SearchCosts {

  private static final double LEAST = 2; // nats
  private static final double MOST = 9;
  private static final double UTMOST = 13; // with the largest number of documents alone
  private static final double STEP = .5;
  private static final int[] BEST = {1, 2, 3, 5, 8, 12, 20, 32, 64}; // documents to go on from

  private static final List<Double> SURPRISALS =
      DoubleStream.iterate(LEAST, nats -> nats <= UTMOST, nats -> nats + STEP).boxed().toList();

  private final Vectors documents; // (documents, dim)
  private final Vectors queries; // (queries, dim)
  private final NearestDocuments wanted;

  LinkedCosts(Vectors documents, Vectors queries, NearestDocuments wanted) {
    this.documents = documents;
    this.queries = queries;
    this.wanted = wanted;
  }

  @Override
  public List<CostCurve.Point> at(List<Double> recalls, Tree tree, LeafMap leaves) {
    Outcome[][] outcomes = new Outcome[queries.size()][]; // (queries, settings)
    Parallel.blocks(
        queries.size(),
        (from, to) -> {
          Search search = new Search(tree, leaves);
          for (int query = from; query < to; query++) {
            outcomes[query] = search.outcomes(query);
          }
        });
    List<CostCurve.Point> points = new ArrayList<>(List.of(all(tree)));
    for (int i = 0; i < outcomes[0].length; i++) {
      points.add(mean(outcomes, i));
    }
    List<CostCurve.Point> front = front(points);
    return recalls.stream().map(recall -> interpolated(front, recall)).toList();
  }

  /** Of a search that opens all leaves. */
  private CostCurve.Point all(Tree tree) {
    Router router = tree.queryRouter();
    router.upTo(queries.row(0), Double.MAX_VALUE);
    return new CostCurve.Point(1, documents.size(), router.cost());
  }

  /** Divides once, so that settings that find equally much have the same recall to the last bit. */
  private static CostCurve.Point mean(Outcome[][] outcomes, int setting) {
    long found = 0;
    long wanted = 0;
    long visited = 0;
    double routing = 0;
    for (Outcome[] query : outcomes) {
      found += query[setting].found;
      wanted += query[setting].wanted;
      visited += query[setting].visited;
      routing += query[setting].routing;
    }
    double queries = outcomes.length;
    return new CostCurve.Point((double) found / wanted, visited / queries, routing / queries);
  }

  /** Those that no cheaper one reaches, by rising cost and recall. */
  private static List<CostCurve.Point> front(List<CostCurve.Point> points) {
    List<CostCurve.Point> front = new ArrayList<>();
    points.stream()
        .sorted(
            Comparator.comparingDouble(CostCurve.Point::total)
                .thenComparing(Comparator.comparingDouble(CostCurve.Point::recall).reversed()))
        .filter(point -> front.isEmpty() || point.recall() > front.getLast().recall())
        .forEach(front::add);
    return front;
  }

  /**
   * Below the first point costs are that point's.
   *
   * @param front ends with all documents found
   */
  private static CostCurve.Point interpolated(List<CostCurve.Point> front, double recall) {
    int above = 0;
    while (front.get(above).recall() < recall && above < front.size() - 1) {
      above++;
    }
    CostCurve.Point high = front.get(above);
    CostCurve.Point low = front.get(Math.max(0, above - 1));
    double rise = high.recall() - low.recall();
    double share = rise > 0 ? (recall - low.recall()) / rise : 0;
    return new CostCurve.Point(
        recall,
        low.visited() + share * (high.visited() - low.visited()),
        low.routing() + share * (high.routing() - low.routing()));
  }

  /** Of one search: how many of the wanted documents it found, and what that cost. */
  private record Outcome(int found, int wanted, int visited, double routing) {}

  /** For one thread. */
  private final class Search {
    private final Router router;
    private final LeafMap leaves;
    private final LinkWalk walk;
    private final float[] scores = new float[documents.size()];

    Search(Tree tree, LeafMap leaves) {
      this.router = tree.queryRouter();
      this.leaves = leaves;
      this.walk = new LinkWalk(tree.links().orElseThrow());
    }

    /** What each of the settings comes to, by surprisal and number of documents to go on from. */
    Outcome[] outcomes(int query) {
      float[] vector = queries.row(query);
      DotProduct.best().rows(documents.segment(), 0, scores.length, vector, scores);
      long[] nearest = wanted.ordinals(query);
      List<Outcome> outcomes = new ArrayList<>();
      for (double surprisal : SURPRISALS) {
        int[] first = leaves(router.nearlyUpTo(vector, surprisal));
        IntStream.of(BEST)
            .skip(surprisal > MOST ? BEST.length - 1 : 0)
            .forEach(best -> outcomes.add(outcome(vector, first, best, nearest)));
      }
      return outcomes.toArray(Outcome[]::new);
    }

    private static int[] leaves(RankedLeaves ranked) {
      return IntStream.range(0, ranked.size()).map(ranked::leaf).toArray();
    }

    private Outcome outcome(float[] vector, int[] first, int sources, long[] nearest) {
      walk.begin(vector);
      BestDocuments best = new BestDocuments(sources, scores);
      int visited = openPromising(first, best, new BestDocuments(nearest.length, scores));
      for (int[] next = nextTo(best); next.length > 0; next = nextTo(best)) {
        for (int leaf : next) {
          visited += visit(leaf, best);
        }
      }
      int found = 0;
      for (long document : nearest) {
        found += walk.isOpen(leaves.leafOf((int) document)) ? 1 : 0;
      }
      return new Outcome(found, nearest.length, visited, router.cost() + walk.cost());
    }

    /** Opens the first leaves, and of the others those that may hold one of the best or the top. */
    private int openPromising(int[] ranked, BestDocuments best, BestDocuments top) {
      int visited = 0;
      for (int rank = 0; rank < ranked.length; rank += LinkWalk.AT_FIRST) {
        int[] some =
            Arrays.copyOfRange(ranked, rank, Math.min(rank + LinkWalk.AT_FIRST, ranked.length));
        float least = rank == 0 ? Float.NEGATIVE_INFINITY : Math.min(best.least(), top.least());
        for (int leaf : walk.openPromising(some, least)) {
          visited += visit(leaf, best);
          visit(leaf, top);
        }
      }
      return visited;
    }

    /** Some leaves next to the best documents, which are open from then on; none if that is all. */
    private int[] nextTo(BestDocuments best) {
      return walk.next(IntStream.of(best.documents()).map(leaves::leafOf).toArray(), best.least());
    }

    private int visit(int leaf, BestDocuments best) {
      int[] inside = leaves.documents(leaf);
      for (int document : inside) {
        best.offer(document);
      }
      return inside.length;
    }
  }
}
