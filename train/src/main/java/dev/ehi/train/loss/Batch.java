package dev.ehi.train.loss;

/**
 * What losses are computed on.
 *
 * @param queries n of them
 * @param documents m of them: positives, then hard negatives, in any order
 * @param targets // (n, m)
 */
public record Batch(Routed queries, Routed documents, Targets targets) {

  public Batch {
    long n = queries.embeddings().size(0);
    long m = documents.embeddings().size(0);
    if (n != targets.queries() || m != targets.documents()) {
      throw new IllegalArgumentException(
          "%d queries and %d documents do not fit targets of (%d, %d)"
              .formatted(n, m, targets.queries(), targets.documents()));
    }
  }
}
