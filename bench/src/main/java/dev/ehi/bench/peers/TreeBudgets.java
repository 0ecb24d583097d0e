package dev.ehi.bench.peers;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The budgets that searches of a tree are tried with: beams and surprisals, and where leaves are
 * linked, surprisals after which they go on from the best documents or the near ones. A gap or a
 * mass has a shorter median at equal recall, a longer mean and far slower slowest searches.
 */
final class TreeBudgets {

  private static final double HIGHEST_SURPRISAL = 16; // nats
  private static final double STEP = .5; // nats
  private static final double LOWEST_BEFORE_LINKS = 2.5; // nats
  private static final double HIGHEST_BEFORE_LINKS = 12; // nats
  private static final int[] BEST = {
    1, 2, 3, 5, 8, 12, 20, 32, 48, 64, 96, 128, 192, 256, 384
  }; // documents to go on from
  private static final double[] SLACK = {.05, .1, .15, .2, .3, .4}; // or how much further away

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
    return DoubleStream.iterate(
            LOWEST_BEFORE_LINKS, nats -> nats <= HIGHEST_BEFORE_LINKS, nats -> nats + STEP)
        .mapToObj(Budget.Surprisal::new)
        .flatMap(first -> sources().map(sources -> new Budget.Linked(first, sources)));
  }

  private static Stream<Sources> sources() {
    return Stream.concat(
        IntStream.of(BEST).mapToObj(Sources.Best::new),
        DoubleStream.of(SLACK).mapToObj(Sources.Near::new));
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
      case Budget.Linked(Budget first, Sources.Best(int best)) ->
          "%s, on from %d".formatted(name(first), best);
      case Budget.Linked(Budget first, Sources.Near(double slack)) ->
          "%s, on from what is near by %s".formatted(name(first), slack);
    };
  }
}
