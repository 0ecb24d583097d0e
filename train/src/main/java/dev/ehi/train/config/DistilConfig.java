package dev.ehi.train.config;

/**
 * Teaching the tree to route queries to the leaves where their nearest documents lie, after all
 * else is trained: queries get weights of their own, documents stay where they are.
 *
 * @param updates of these weights; 0 routes queries as documents
 * @param batch queries in a batch, one half real ones and the other half pseudo-queries
 * @param neighbours nearest documents, by exact search, that the teacher looks at
 * @param temperature of the softmax over their scores, by which a leaf's share is the sum over its
 *     documents
 * @param rate learning rate, falling to 0
 * @param dropout share of a query's components set to zero
 */
public record DistilConfig(
    int updates, int batch, int neighbours, double temperature, double rate, double dropout) {
  public DistilConfig {
    Checks.range("updates", updates, 0, Integer.MAX_VALUE);
    Checks.range("batch", batch, 2, 65_536);
    Checks.range("neighbours", neighbours, 1, 10_000);
    Checks.positive("temperature", temperature);
    Checks.positive("rate", rate);
    Checks.dropout(dropout);
  }
}
