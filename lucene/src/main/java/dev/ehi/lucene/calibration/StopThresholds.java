package dev.ehi.lucene.calibration;

import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;

/**
 * The budgets that are thresholds on how far a search has come, for given recalls: a document that
 * a query should find is found by all thresholds from that on which opens a leaf of the document,
 * so the threshold for a recall is a quantile of these.
 */
final class StopThresholds {
  private static final StopRule[] RULES = StopRule.values();

  private final Snapshot snapshot;
  private final int wanted; // hits of a query
  private final List<int[]> leavesOf; // by document
  private final double[][] needed; // (rules, hits) by rule rising
  private int hits;

  /**
   * A budget that finds so many of the nearest documents.
   *
   * @param visited documents, on average
   * @param routing of it, in dot products, on average
   * @param visitedByBeam what a fixed beam that finds as many visits
   */
  record Least(Budget budget, double visited, double routing, double visitedByBeam) {
    double cost() {
      return visited + routing;
    }
  }

  /**
   * @param queries how many will be {@linkplain #add added}
   * @param wanted hits of each, at most
   * @param leavesOf each document
   */
  StopThresholds(Snapshot snapshot, int queries, int wanted, List<int[]> leavesOf) {
    this.snapshot = snapshot;
    this.wanted = wanted;
    this.leavesOf = leavesOf;
    this.needed = new double[RULES.length][Math.multiplyExact(queries, wanted)];
  }

  /** Adds what each rule needs to find the nearest documents of a query. // query (dim) */
  void add(float[] query, ScoreDoc[] nearest) {
    List<int[]> missing =
        Arrays.stream(nearest)
            .map(hit -> leavesOf.get(hit.doc))
            .collect(Collectors.toCollection(ArrayList::new));
    int from = hits;
    LeafWalk walk = walk(query);
    while (!missing.isEmpty() && walk.next()) {
      int before = nearest.length - missing.size();
      missing.removeIf(leaves -> contains(leaves, walk.leaf()));
      int now = nearest.length - missing.size();
      for (int rule = 0; rule < RULES.length && now > before; rule++) {
        Arrays.fill(needed[rule], from + before, from + now, needed(RULES[rule], walk));
      }
    }
    hits += nearest.length - missing.size();
  }

  private LeafWalk walk(float[] query) {
    LeafPlan plan =
        new LeafPlan(
            snapshot.tree(),
            VectorSimilarityFunction.DOT_PRODUCT,
            query,
            new Budget.Beam(1),
            snapshot::leafSize);
    return new LeafWalk(plan, snapshot::leafSize);
  }

  /** Leaves are opened anyway until there are as many documents as are wanted. */
  private double needed(StopRule rule, LeafWalk at) {
    return at.documentsBefore() < wanted ? 0 : rule.needed(at);
  }

  private static boolean contains(int[] leaves, int leaf) {
    for (int held : leaves) {
      if (held == leaf) {
        return true;
      }
    }
    return false;
  }

  /** How many of the hits of all queries make a recall. */
  int hitsFor(double recall) {
    return (int) Math.ceil(recall * hits - 1e-9);
  }

  /**
   * The budget for each recall that visits the fewest documents.
   *
   * @param recalls rising
   * @param queries that were added // (queries, dim)
   */
  List<Least> least(double[] recalls, Vectors queries) {
    Costs[] costs = new Costs[RULES.length];
    for (int rule = 0; rule < RULES.length; rule++) {
      costs[rule] = new Costs(RULES[rule], quantiles(recalls, Arrays.copyOf(needed[rule], hits)));
    }
    for (int i = 0; i < queries.size(); i++) {
      addCosts(queries.row(i), costs);
    }
    List<Least> least = new ArrayList<>();
    for (int i = 0; i < recalls.length; i++) {
      least.add(least(costs, i, queries.size()));
    }
    return least;
  }

  /** The lowest thresholds that find shares of the hits. // (recalls) */
  private double[] quantiles(double[] recalls, double[] needed) {
    Arrays.sort(needed);
    return Arrays.stream(recalls).map(recall -> needed[hitsFor(recall) - 1]).toArray();
  }

  private void addCosts(float[] query, Costs[] costs) {
    Arrays.stream(costs).forEach(Costs::begin);
    LeafWalk walk = walk(query);
    boolean goesOn = true;
    while (goesOn && walk.next()) {
      goesOn = false;
      for (Costs ofRule : costs) {
        goesOn |= ofRule.stopBefore(needed(ofRule.rule, walk), walk);
      }
    }
    for (Costs ofRule : costs) {
      ofRule.stopBefore(Double.POSITIVE_INFINITY, walk); // at the end
    }
  }

  private static Least least(Costs[] costs, int recall, int queries) {
    Costs best = costs[0];
    for (Costs other : costs) {
      boolean isPossible = Double.isFinite(other.thresholds[recall]);
      best = isPossible && other.visited[recall] < best.visited[recall] ? other : best;
    }
    return new Least(
        best.rule.budget(best.thresholds[recall]),
        best.visited[recall] / queries,
        best.routing[recall] / queries,
        costs[StopRule.BEAM.ordinal()].visited[recall] / queries);
  }

  /** What searches with the thresholds of one rule have cost. */
  private static final class Costs {
    private final StopRule rule;
    private final double[] thresholds; // (recalls) rising
    private final double[] visited; // (recalls) documents
    private final double[] routing; // (recalls) dot products
    private int open; // thresholds from this on go on

    Costs(StopRule rule, double[] thresholds) {
      this.rule = rule;
      this.thresholds = thresholds;
      this.visited = new double[thresholds.length];
      this.routing = new double[thresholds.length];
    }

    void begin() {
      open = 0;
    }

    /** Those below what a leaf needs stop before it; returns whether others go on. */
    boolean stopBefore(double needed, LeafWalk leaf) {
      for (; open < thresholds.length && thresholds[open] < needed; open++) {
        visited[open] += leaf.documentsBefore();
        routing[open] += leaf.routing();
      }
      return open < thresholds.length;
    }
  }
}
