package dev.ehi.train.plan;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The layouts that a tree for a corpus may have, as far as the configuration leaves them open. */
final class Candidates {

  /** Every segment of an index carries the tree. */
  static final int MOST_LEAVES = 1 << 17;

  /** Leaves of a tree whose nodes share weights, at most: all its levels are trained. */
  private static final int MOST_TRAINED_WHOLE = 1 << 14;

  private static final int MOST_BRANCHES = 4096; // beyond, routing alone costs too much
  private static final int MOST_HEIGHT = 3;
  private static final double LEAST_PER_LEAF = 1; // documents
  private static final double RANGE = 8; // at least so many times as many leaves at the end
  private static final double STEP = 1.06; // between branchings
  private static final double LARGE_LEAVES = .2; // where among the branchings pilots begin

  private final IndexConfig.Learned config;
  private final int dim;

  Candidates(IndexConfig.Learned config, int dim) {
    this.config = config;
    this.dim = dim;
  }

  /**
   * All to choose from: what is told of larger leaves than those of pilots is not to be trusted.
   */
  List<Layout> all(int documents) {
    List<Layout> layouts = new ArrayList<>();
    for (int height : heights(documents)) {
      List<Integer> branchings = List.copyOf(branchings(documents, height));
      for (int branching : branchings) {
        if (branching >= quantile(branchings, LARGE_LEAVES)) {
          projections().forEach(rank -> layouts.add(new Layout(branching, height, rank)));
        }
      }
    }
    return layouts;
  }

  /**
   * Few to measure, from which the others can be told: large and rather small leaves through the
   * middle projection, and the smallest leaves, which are mostly the best, through the smallest and
   * the largest.
   */
  List<Layout> pilots(int documents) {
    int middle = middleProjection();
    List<Layout> layouts = new ArrayList<>();
    for (int height : heights(documents)) {
      List<Integer> branchings = List.copyOf(branchings(documents, height));
      layouts.add(new Layout(quantile(branchings, LARGE_LEAVES), height, middle));
      layouts.add(new Layout(quantile(branchings, .7), height, middle));
      layouts.add(new Layout(quantile(branchings, 1), height, projections().getFirst()));
      layouts.add(new Layout(quantile(branchings, 1), height, projections().getLast()));
    }
    return layouts.stream().distinct().toList();
  }

  /** Others, to check predictions on. */
  List<Layout> heldBack(int documents) {
    List<Layout> pilots = pilots(documents);
    List<Layout> layouts = new ArrayList<>();
    for (int height : heights(documents)) {
      List<Integer> branchings = List.copyOf(branchings(documents, height));
      layouts.add(new Layout(quantile(branchings, .4), height, projections().getFirst()));
      layouts.add(new Layout(quantile(branchings, .85), height, projections().getLast()));
      layouts.add(new Layout(quantile(branchings, 1), height, middleProjection()));
    }
    return layouts.stream().filter(layout -> !pilots.contains(layout)).distinct().toList();
  }

  private static int quantile(List<Integer> sorted, double share) {
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }

  /** With branches given only those heights that leave documents for the leaves. */
  private List<Integer> heights(int documents) {
    if (config.height() > 0) {
      return List.of(config.height());
    }
    return IntStream.rangeClosed(1, MOST_HEIGHT)
        .filter(h -> h == 1 || Math.pow(config.branching(), h) <= mostLeaves(documents))
        .boxed()
        .toList();
  }

  private double mostLeaves(int documents) {
    int most = config.conditioning() == Conditioning.PER_PARENT ? MOST_LEAVES : MOST_TRAINED_WHOLE;
    return Math.min(most, documents / LEAST_PER_LEAF);
  }

  private TreeSet<Integer> branchings(int documents, int height) {
    if (config.branching() > 0) {
      return new TreeSet<>(List.of(config.branching()));
    }
    TreeSet<Integer> branchings = new TreeSet<>();
    double most = mostLeaves(documents);
    double last = Math.min(MOST_BRANCHES, Math.pow(most, 1. / height));
    double first = Math.pow(Math.min(2 * Math.sqrt(documents), most / RANGE), 1. / height);
    first = Math.max(2, Math.min(last / 2, first));
    for (double branching = first; branching < last * Math.sqrt(STEP); branching *= STEP) {
      branchings.add((int) Math.floor(Math.min(branching, last)));
    }
    return branchings;
  }

  private int middleProjection() {
    return projections().get(projections().size() / 2);
  }

  /** A twelfth, an eighth and a sixth of the vectors' dimension, rising. */
  List<Integer> projections() {
    return config.projection() > 0
        ? List.of(Math.min(config.projection(), dim))
        : List.of(dim / 12, dim / 8, dim / 6).stream()
            .map(rank -> Math.max(1, rank))
            .distinct()
            .toList();
  }
}
