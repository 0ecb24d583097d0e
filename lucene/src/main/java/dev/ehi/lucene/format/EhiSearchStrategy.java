package dev.ehi.lucene.format;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSizes;
import dev.ehi.lucene.scan.Sources;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Carries the {@link Budget} of a search through Lucene's own queries:
 *
 * <pre>{@code
 * var strategy = new EhiSearchStrategy(new Budget.Beam(16));
 * searcher.search(new KnnFloatVectorQuery("vector", query, 10, filter, strategy), 10);
 * }</pre>
 *
 * <p>The query is routed once for all segments that have the same tree. A segment whose leaves
 * within the budget hold fewer results than wanted opens further ones. Safe for concurrent use.
 */
public final class EhiSearchStrategy extends KnnSearchStrategy {

  private final Budget budget;
  private final @Nullable LeafSizes sizes; // of the whole index, for a number of documents
  private @Nullable LeafPlan last;

  /** A beam of leaves, the same in every segment. */
  public EhiSearchStrategy(Budget.Beam beam) {
    this(beam, null);
  }

  /** As many leaves as the query needs, the same in every segment. */
  public EhiSearchStrategy(Budget.Gap gap) {
    this(gap, null);
  }

  /** As many leaves as the query needs, the same in every segment. */
  public EhiSearchStrategy(Budget.Surprisal surprisal) {
    this(surprisal, null);
  }

  /** As many leaves as the query needs, the same in every segment. */
  public EhiSearchStrategy(Budget.Mass mass) {
    this(mass, null);
  }

  private EhiSearchStrategy(Budget budget, @Nullable LeafSizes sizes) {
    this.budget = budget;
    this.sizes = sizes;
  }

  /**
   * Any budget, for searching {@code reader}. A number of documents is one for the whole index, so
   * the leaves that fill it are counted over all segments, without deleted documents. To count
   * takes a pass over the leaves, so keep the strategy for further queries. Links are followed in
   * each segment from the best documents of that segment. A segment cannot tell documents that are
   * deleted, but not merged away yet, from those that a filter leaves out, and makes up for both.
   *
   * @throws IOException if the leaves cannot be read
   */
  public static EhiSearchStrategy of(Budget budget, IndexReader reader, String field)
      throws IOException {
    return switch (budget) {
      case Budget.Beam beam -> new EhiSearchStrategy(beam);
      case Budget.Gap gap -> new EhiSearchStrategy(gap);
      case Budget.Surprisal surprisal -> new EhiSearchStrategy(surprisal);
      case Budget.Mass mass -> new EhiSearchStrategy(mass);
      case Budget.Documents documents ->
          new EhiSearchStrategy(documents, LeafSizes.of(reader, field));
      case Budget.Linked linked ->
          new EhiSearchStrategy(linked, of(linked.first(), reader, field).sizes);
    };
  }

  /**
   * What a recall takes, for searching {@code reader}, by the {@link Calibration} of the index. To
   * read it and to count leaves takes a while, so keep the strategy for further queries.
   *
   * <p>It is the recall of the {@link Calibration#k} nearest documents that is meant, in an index
   * of about as many documents as were there when it was measured: see {@link
   * Calibration#isOutgrown}.
   *
   * <p>Links are followed if there is a single segment only. Each of several would go on from its
   * own best documents, which lie further from the query than those of all, and find less than was
   * measured (decisions/0012).
   *
   * @param recall the mean share of the exact nearest documents that is to be found, in (0, 1]
   * @throws IllegalArgumentException if the recall is outside, or the index is not calibrated for
   *     the tree of the field
   * @throws IOException if the leaves cannot be read
   */
  public static EhiSearchStrategy ofRecall(double recall, IndexReader reader, String field)
      throws IOException {
    Calibration calibration =
        Calibration.of(reader, field)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the index is not calibrated for its field \"%s\"; give a budget, or calibrate it"
                            .formatted(field)));
    Calibration.Point point = calibration.at(recall);
    return of(isInOneSegment(reader, field) ? point.budget() : point.withoutLinks(), reader, field);
  }

  private static boolean isInOneSegment(IndexReader reader, String field) {
    return reader.leaves().stream()
            .filter(segment -> LeafFields.find(segment.reader(), field) != null)
            .count()
        == 1;
  }

  /** The plan by which a segment is to be searched. */
  static LeafPlan plan(@Nullable KnnSearchStrategy strategy, LeafField field, float[] query) {
    KnnSearchStrategy innermost = strategy;
    while (innermost instanceof Seeded seeded) {
      innermost = seeded.originalStrategy();
    }
    if (innermost instanceof EhiSearchStrategy ehi) {
      return ehi.plan(field, query);
    }
    Budget.Beam standard = Budget.standard(field.tree().shape().leaves());
    return new EhiSearchStrategy(standard).plan(field, query);
  }

  private synchronized LeafPlan plan(LeafField field, float[] query) {
    LeafPlan plan = last;
    if (plan == null || !plan.isFor(field.tree(), field.similarity(), query)) {
      plan = newPlan(field, query);
      last = plan;
    }
    return plan;
  }

  private LeafPlan newPlan(LeafField field, float[] query) {
    if (sizes == null) {
      return new LeafPlan(field.tree(), field.similarity(), query, budget, field::leafSize);
    }
    int[] leafSizes = sizes.of(field.tree());
    return new LeafPlan(
        field.tree(),
        field.similarity(),
        query,
        share(budget, sizes, field.tree()),
        leaf -> leafSizes[leaf]);
  }

  /** The part of a budget that falls to the segments of a tree. */
  private static Budget share(Budget budget, LeafSizes sizes, Tree tree) {
    return switch (budget) {
      case Budget.Documents(int count) -> new Budget.Documents(sizes.share(count, tree));
      case Budget.Linked(Budget first, Sources sources) ->
          new Budget.Linked(share(first, sizes, tree), sources);
      case Budget.Beam _, Budget.Gap _, Budget.Surprisal _, Budget.Mass _ -> budget;
    };
  }

  /** Does nothing: the budget alone says when to stop. */
  @Override
  public void nextVectorsBlock() {}

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EhiSearchStrategy that
        && budget.equals(that.budget)
        && Objects.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return budget.hashCode();
  }

  @Override
  public String toString() {
    return "EhiSearchStrategy[" + budget + "]";
  }
}
