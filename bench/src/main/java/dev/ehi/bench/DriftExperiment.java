package dev.ehi.bench;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.IndexVectors;
import dev.ehi.lucene.growth.Growth;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What becomes of an index as documents of other sets are inserted, at the budgets that found 95 %
 * of the exact top 10 before: recall of the index's own test queries and of the other set's, what
 * they visit, and what {@link Growth} says. Before that, by each {@link Doubt} the share of each
 * set's documents that is above the 95 % quantile of the index's.
 *
 * <p>Arguments: an index, its set and the other sets as {@code ehi encode} writes them.
 */
public final class DriftExperiment {
  private static final double RECALL = .95;
  private static final double SHARE = .05;
  private static final int[] INSERTED = {300, 1000, 3000};

  private final Tree tree;
  private final IndexVectors base;
  private final EncodedSet own;
  private final Map<Doubt, Double> thresholds = new EnumMap<>(Doubt.class);

  private DriftExperiment(Path index, EncodedSet own) throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(index)) {
      tree = searcher.tree();
    }
    base = IndexVectors.read(index);
    this.own = own;
    for (Doubt doubt : Doubt.values()) {
      thresholds.put(doubt, Doubt.upperQuantile(doubt.of(tree, base.vectors()), SHARE));
    }
  }

  public static void main(String[] args) throws IOException {
    DriftExperiment experiment =
        new DriftExperiment(Path.of(args[0]), EncodedSet.read(Path.of(args[1])));
    for (int i = 2; i < args.length; i++) {
      EncodedSet other = EncodedSet.read(Path.of(args[i]));
      experiment.doubts(other);
      experiment.insert(other);
    }
  }

  private void doubts(EncodedSet other) {
    thresholds.forEach(
        (doubt, threshold) -> {
          double[] doubts = doubt.of(tree, other.documents().vectors());
          print("%s: %.4f by %s", other.name(), Doubt.shareAbove(doubts, threshold), doubt);
        });
  }

  private void insert(EncodedSet other) throws IOException {
    try (ScratchIndex index = new ScratchIndex(tree)) {
      index.add(base.ids(), base.vectors(), 0, base.vectors().size());
      index.keepBaseline();
      index.commit();
      List<Budget> budgets = budgets(new SearchQuality(index.searcher(), own.dev()));
      report(other, 0, index, budgets);
      int inserted = 0;
      for (int until : INSERTED) {
        int to = Math.min(until, other.documents().ids().size());
        if (to > inserted) {
          index.add(other.documents().ids(), other.documents().vectors(), inserted, to);
          index.commit();
          report(other, to, index, budgets);
          inserted = to;
        }
      }
      SearchQuality quality = new SearchQuality(index.searcher(), other.test());
      report(other.name() + ", calibrated", quality, budgets(quality));
    }
  }

  /** The least that finds so much, in leaves, in documents and as a gap. */
  private static List<Budget> budgets(SearchQuality quality) throws IOException {
    return List.of(
        quality.smallest(RECALL, t -> new Budget.Beam((int) Math.ceil(t))),
        quality.smallest(RECALL, t -> new Budget.Documents((int) Math.ceil(t))),
        quality.smallest(RECALL, Budget.Gap::new));
  }

  private void report(EncodedSet other, int inserted, ScratchIndex index, List<Budget> budgets)
      throws IOException {
    IndexDescription described = index.describe();
    Growth growth = Objects.requireNonNull(described.growth());
    print(
        "%s: %d inserted, unsure %.4f, crowding %.3f, largest leaf %d, %s",
        other.name(),
        inserted,
        growth.unsure(),
        growth.crowding(),
        described.balance().largest(),
        growth.verdict());
    report("own queries", new SearchQuality(index.searcher(), own.test()), budgets);
    if (inserted > 0) {
      report(other.name(), new SearchQuality(index.searcher(), other.test()), budgets);
    }
  }

  private static void report(String queries, SearchQuality quality, List<Budget> budgets)
      throws IOException {
    for (Budget budget : budgets) {
      SearchQuality.Found found = quality.at(budget);
      print(
          "  %-24s %-32s recall %.4f visited %.1f",
          queries, budget, found.recall(), found.visited());
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
