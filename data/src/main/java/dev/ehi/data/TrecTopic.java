package dev.ehi.data;

/**
 * A TREC topic.
 *
 * @param number the query id
 * @param title the short query
 * @param description a sentence; empty when there is none
 * @param narrative what counts as relevant; empty when there is none
 */
public record TrecTopic(String number, String title, String description, String narrative) {
  /** The title as a query. */
  public Query query() {
    return new Query(number, title);
  }
}
