package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What training learns from: judged pairs, or documents alone (decisions/0008). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Supervision.Pairs.class, name = "pairs"),
  @JsonSubTypes.Type(value = Supervision.Text.class, name = "text"),
  @JsonSubTypes.Type(value = Supervision.Neighbours.class, name = "neighbours")
})
public sealed interface Supervision {

  /** Queries and the documents judged relevant to them. */
  record Pairs() implements Supervision {}

  /**
   * Texts of documents, without any query or judgement: titles and sentences are asked as
   * pseudo-queries.
   *
   * <p>An encoder in training learns to find the rest of the document that a pseudo-query was taken
   * from (the inverse cloze task of Lee et al., arXiv 1906.00300). Where vectors are frozen, and
   * when the tree is settled, the tree learns to find what exact search finds.
   *
   * @param queriesPerDocument most pseudo-queries taken from one document
   * @param keep probability that a pseudo-query stays in the document that an encoder reads beside
   *     it, so that literal matches are learned too
   * @param neighbours exact nearest documents of a pseudo-query that a tree learns to find
   */
  record Text(int queriesPerDocument, double keep, int neighbours) implements Supervision {
    public Text {
      Checks.range("queries-per-document", queriesPerDocument, 1, 64);
      Checks.share("keep", keep);
      Checks.range("neighbours", neighbours, 1, 1_000);
    }
  }

  /**
   * Given vectors, without any judgement: the tree learns to find what exact search finds. Where no
   * queries are given either, documents moved a little are asked instead.
   *
   * @param queriesPerDocument queries made of one document
   * @param noise length of the random step by which a document of length 1 becomes a query
   * @param neighbours exact nearest documents of a query that the tree learns to find
   */
  record Neighbours(int queriesPerDocument, double noise, int neighbours) implements Supervision {
    public Neighbours {
      Checks.range("queries-per-document", queriesPerDocument, 1, 64);
      Checks.notNegative("noise", noise);
      Checks.range("neighbours", neighbours, 1, 1_000);
    }
  }
}
