package dev.ehi.bench.peers;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.scan.Budget;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The budgets that searches of a tree are tried with: beams and surprisals, and where leaves are
 * linked, numbers of documents from the best of which they go on. A gap or a mass has a shorter
 * median at equal recall, a longer mean and far slower slowest searches.
 */
final class TreeBudgets {

  private static final double HIGHEST_SURPRISAL = 16; // nats
  private static final double STEP = .5; // nats
  private static final int MOST_BEFORE_LINKS = 1024; // documents
  private static final double[] BEST = {.05, .1, .15, .25}; // of these, to go on from

  private TreeBudgets() {}

  /** All of them. A beam has at most a quarter of the leaves. */
  static List<Budget> of(Tree tree) {
    return Stream.<Stream<? extends Budget>>of(
            GeometricGrid.of(1, Math.max(1, tree.shape().leaves() / 4)).mapToObj(Budget.Beam::new),
            DoubleStream.iterate(1, nats -> nats <= HIGHEST_SURPRISAL, nats -> nats + STEP)
                .mapToObj(Budget.Surprisal::new),
            tree.links().isPresent() ? linked() : Stream.empty())
        .<Budget>flatMap(budgets -> budgets)
        .toList();
  }

  private static Stream<Budget.Linked> linked() {
    return GeometricGrid.of(Workload.K, MOST_BEFORE_LINKS)
        .boxed()
        .flatMap(
            documents ->
                DoubleStream.of(BEST)
                    .mapToInt(share -> (int) Math.ceil(share * documents))
                    .distinct()
                    .mapToObj(best -> new Budget.Linked(documents, best)));
  }

  /** A tree as tables name it. */
  static String leaves(Tree tree) {
    return "%,d leaves".formatted(tree.shape().leaves());
  }

  /** A budget as tables name it. */
  static String name(Budget budget) {
    return switch (budget) {
      case Budget.Beam(int leaves) -> "beam " + leaves;
      case Budget.Documents(int count) -> "documents " + count;
      case Budget.Gap(double nats) -> "gap " + nats;
      case Budget.Surprisal(double nats) -> "surprisal " + nats;
      case Budget.Mass(double probability) -> "mass %.5f".formatted(probability);
      case Budget.Linked(int documents, int best) -> "linked %d of %d".formatted(best, documents);
    };
  }
}
