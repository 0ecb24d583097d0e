package dev.ehi.bench.peers;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Judgments;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Queries that are judged, with their judgements.
 *
 * @param queries // (judged queries, dim)
 */
public record Judged(Vectors queries, Judgments judgments) {

  /**
   * Takes those queries that a split has judgements of.
   *
   * @param documents as they are indexed
   * @throws IllegalArgumentException if there are none
   */
  public static Judged of(
      String split, Qrels qrels, IdentifiedVectors documents, IdentifiedVectors queries) {
    int[] rows =
        IntStream.range(0, queries.ids().size())
            .filter(i -> qrels.queryIds().contains(queries.ids().get(i)))
            .toArray();
    if (rows.length == 0) {
      throw new IllegalArgumentException(
          "none of the query ids stands in the %s qrels".formatted(split));
    }
    List<String> ids = IntStream.of(rows).mapToObj(queries.ids()::get).toList();
    QuerySet set = new QuerySet(split, ids, queries.vectors().gather(rows), qrels);
    Corpus corpus =
        new Corpus(
            new Embeddings(split, documents.ids(), documents.vectors(), set, Optional.empty()));
    return new Judged(set.vectors(), new Judgments(set, corpus));
  }
}
