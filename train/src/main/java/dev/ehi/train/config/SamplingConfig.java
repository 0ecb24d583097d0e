package dev.ehi.train.config;

/**
 * What a batch is made of.
 *
 * @param batch training pairs in a batch
 * @param negatives mined negatives drawn for each pair (pseudo-pairs have none); all documents of a
 *     batch are negatives of its other queries in any case
 * @param pseudoShare pseudo-pairs added to a batch, as a share of {@code batch}: a sentence of a
 *     uniformly drawn document as the query of that document, so that documents without training
 *     queries are routed too; none where there are no judgements, as all queries are made of
 *     documents then
 * @param pseudoPerDocument sentences kept of each document to draw from
 * @param spreadDocuments documents that only the tree sees, as further negatives and in the
 *     diversity term: uniformly drawn where vectors are frozen, else those of the last batches
 */
public record SamplingConfig(
    int batch, int negatives, double pseudoShare, int pseudoPerDocument, int spreadDocuments) {
  public SamplingConfig {
    Checks.range("batch", batch, 2, 65_536);
    Checks.range("negatives", negatives, 0, 64);
    Checks.range("spread-documents", spreadDocuments, 0, 1 << 20);
    Checks.range("pseudo-per-document", pseudoPerDocument, 0, 64);
    Checks.notNegative("pseudo-share", pseudoShare);
    if (pseudoShare > 0 && pseudoPerDocument == 0) {
      throw new IllegalArgumentException(
          "pseudo-share needs pseudo-per-document of at least 1, but that is 0");
    }
  }

  /** Pseudo-pairs in every batch. */
  public int pseudoPairs() {
    return (int) Math.round(batch * pseudoShare);
  }
}
