package dev.ehi.lucene.scan;

import java.util.List;

/** How much of some segments a plan admits, and how much more a filter makes a search look at. */
public final class SearchScope {

  private static final double LEAF_COST = 3; // of finding a leaf, in vectors that are scored
  private static final double LOOK_COST = .05; // of passing by a document, likewise

  private final List<SearchedSegment> segments;
  private final LeafPlan plan;
  private final boolean isFiltered;

  public SearchScope(List<SearchedSegment> segments, LeafPlan plan) {
    this.segments = segments;
    this.plan = plan;
    this.isFiltered = anyFiltered(segments) && accepted() < size();
  }

  private static boolean anyFiltered(List<SearchedSegment> segments) {
    for (SearchedSegment segment : segments) {
      if (segment.accepted().areFiltered()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether no leaf needs to be opened to find the best k: where a filter leaves so many documents
   * out that to score all others costs no more than to find the leaves in which enough of them lie,
   * and to pass by what else is in there.
   */
  public boolean isCheapToScoreAll(int k) {
    long accepted = accepted();
    return accepted <= k || isFiltered && accepted <= cost();
  }

  /** Of opening leaves until as many are accepted as are wanted, in vectors that are scored. */
  private double cost() {
    long wanted = wanted();
    double further = wanted / share() - documentsAdmitted();
    double leaves = (double) plan.tree().shape().leaves() / size(); // of a document
    return wanted + further * (LEAF_COST * leaves + LOOK_COST);
  }

  /**
   * How many vectors of accepted documents a search visits by probability where a filter leaves
   * some out: as many as lie in the leaves that the plan admits, or as the budget says if it is a
   * number of documents, and as many again for each factor of ten by which the accepted are fewer
   * than all. The nearest of them are further away, where the tree tells documents apart less well.
   *
   * @return 0 without a filter
   */
  public long wanted() {
    if (!isFiltered) {
      return 0;
    }
    long documents = Math.min(asked(plan.budget()), documentsAdmitted());
    return (long) (documents * (1 - Math.log10(share())));
  }

  private static long asked(Budget budget) {
    return switch (budget) {
      case Budget.Documents(int count) -> count;
      case Budget.Linked(Budget first, Sources _) -> asked(first);
      case Budget.Beam _, Budget.Gap _, Budget.Surprisal _, Budget.Mass _ -> Long.MAX_VALUE;
    };
  }

  /** Whether a filter leaves documents out: one that accepts all of them is none. */
  boolean isFiltered() {
    return isFiltered;
  }

  /**
   * How many leaves are opened whatever they look like. With a filter all that the plan admits are,
   * since a leaf may look as its documents do that are left out.
   */
  public int openedUnseen() {
    return isFiltered ? plan.admitted() : plan.openedUnseen();
  }

  /** How many vectors lie in the leaves that are {@linkplain #openedUnseen opened unseen}. */
  public long documentsUnseen() {
    return documents(openedUnseen());
  }

  private long documentsAdmitted() {
    return documents(plan.admitted());
  }

  private long documents(int ranks) {
    long documents = 0;
    for (int rank = 0; rank < ranks; rank++) {
      for (SearchedSegment segment : segments) {
        documents += segment.field().leafSize(plan.leaf(rank));
      }
    }
    return documents;
  }

  /** The part of all documents that is accepted, or a single one of them. */
  private double share() {
    return (double) Math.max(1, accepted()) / size();
  }

  private long accepted() {
    long accepted = 0;
    for (SearchedSegment segment : segments) {
      accepted += segment.accepted().count();
    }
    return accepted;
  }

  private long size() {
    return segments.stream().mapToLong(segment -> segment.field().size()).sum();
  }
}
