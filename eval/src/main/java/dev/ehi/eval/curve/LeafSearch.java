package dev.ehi.eval.curve;

/** Searches a leaf index under a document budget. One per thread. */
public final class LeafSearch {

  private final LeafIndex index;
  private final ExactScan scan;
  private final Corpus corpus;

  public LeafSearch(LeafIndex index, Corpus corpus) {
    this.index = index;
    this.corpus = corpus;
    this.scan = new ExactScan(corpus);
  }

  /**
   * The best of the first {@code documents} documents in leaf order, or of all if there are fewer.
   *
   * @param query // (dim)
   */
  public Hits search(float[] query, int documents, int k) {
    Hits[] found = new Hits[1];
    int budget = Math.min(documents, index.stored());
    new LeafWalk(index, corpus, k)
        .walk(
            query,
            scan.scores(query),
            new int[] {budget},
            (i, top, routing, changed) -> found[0] = Hits.of(top));
    return found[0];
  }
}
