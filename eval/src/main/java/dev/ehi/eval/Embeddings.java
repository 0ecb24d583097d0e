package dev.ehi.eval;

import dev.ehi.core.vector.Vectors;
import java.util.List;
import java.util.Optional;

/**
 * One encoder's view of a retrieval set.
 *
 * @param name of the encoder, such as {@code joint}
 * @param documentIds one a document
 * @param documents one row a document, of length 1 // (documents, dim)
 * @param test the queries that results are reported on
 * @param dev the queries that baselines are tuned on, if the set has such a split
 */
public record Embeddings(
    String name,
    List<String> documentIds,
    Vectors documents,
    QuerySet test,
    Optional<QuerySet> dev) {

  public Embeddings {
    documentIds = List.copyOf(documentIds);
    if (documentIds.isEmpty() || documentIds.size() != documents.size()) {
      throw new IllegalArgumentException(
          "embeddings '%s' have %d document ids and %d vectors"
              .formatted(name, documentIds.size(), documents.size()));
    }
    requireDim(name, documents, test);
    if (dev.isPresent()) {
      requireDim(name, documents, dev.get());
    }
  }

  private static void requireDim(String name, Vectors documents, QuerySet queries) {
    if (queries.vectors().dim() != documents.dim()) {
      throw new IllegalArgumentException(
          "embeddings '%s': documents have dimension %d, queries of '%s' %d"
              .formatted(name, documents.dim(), queries.name(), queries.vectors().dim()));
    }
  }

  /** The number of documents. */
  public int size() {
    return documentIds.size();
  }

  public int dim() {
    return documents.dim();
  }
}
