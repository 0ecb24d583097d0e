package dev.ehi.data;

/** A document in a ranking; higher scores come first. */
public record ScoredDocument(String id, float score) {
  /**
   * Checks the score.
   *
   * @throws IllegalArgumentException when the score is not a number, since it could not be ranked
   */
  public ScoredDocument {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("the score of document \"" + id + "\" is not a number");
    }
  }
}
