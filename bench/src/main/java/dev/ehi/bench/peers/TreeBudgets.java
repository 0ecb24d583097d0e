package dev.ehi.bench.peers;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.scan.Budget;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The budgets that searches of a tree are tried with: beams and surprisals. A gap or a mass has a
 * shorter median at equal recall, a longer mean and far slower slowest searches.
 */
final class TreeBudgets {

  private static final double HIGHEST_SURPRISAL = 16; // nats
  private static final double STEP = .5; // nats

  private TreeBudgets() {}

  /**
   * All of them.
   *
   * @param leaves of the tree; a beam has at most a quarter of them
   */
  static List<Budget> of(int leaves) {
    return Stream.<Stream<? extends Budget>>of(
            GeometricGrid.of(1, Math.max(1, leaves / 4)).mapToObj(Budget.Beam::new),
            DoubleStream.iterate(1, nats -> nats <= HIGHEST_SURPRISAL, nats -> nats + STEP)
                .mapToObj(Budget.Surprisal::new))
        .<Budget>flatMap(budgets -> budgets)
        .toList();
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
