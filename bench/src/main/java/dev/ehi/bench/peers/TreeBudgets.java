package dev.ehi.bench.peers;

import dev.ehi.lucene.scan.Budget;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The budgets that searches of a tree are tried with: beams, gaps, surprisals and masses. */
final class TreeBudgets {

  private static final double WIDEST_GAP = 14; // nats
  private static final double GAP_STEP = .75; // nats
  private static final double SURPRISAL_STEP = .5; // nats

  private TreeBudgets() {}

  /**
   * All of them.
   *
   * @param leaves of the tree; a beam has at most a quarter of them
   */
  static List<Budget> of(int leaves) {
    return Stream.<Stream<? extends Budget>>of(
            GeometricGrid.of(1, Math.max(1, leaves / 4)).mapToObj(Budget.Beam::new),
            DoubleStream.iterate(1, gap -> gap <= WIDEST_GAP, gap -> gap + GAP_STEP)
                .mapToObj(Budget.Gap::new),
            DoubleStream.iterate(2, nats -> nats <= WIDEST_GAP, nats -> nats + SURPRISAL_STEP)
                .mapToObj(Budget.Surprisal::new),
            IntStream.rangeClosed(1, 22)
                .mapToDouble(i -> 1 - Math.pow(2, -i / 2.))
                .mapToObj(Budget.Mass::new))
        .<Budget>flatMap(budgets -> budgets)
        .toList();
  }

  /** A budget as tables name it. */
  static String name(Budget budget) {
    return switch (budget) {
      case Budget.Beam(int leaves) -> "beam " + leaves;
      case Budget.Documents(int count) -> "documents " + count;
      case Budget.Gap(double nats) -> "gap " + nats;
      case Budget.Surprisal(double nats) -> "surprisal " + nats;
      case Budget.Mass(double probability) -> "mass %.5f".formatted(probability);
    };
  }
}
