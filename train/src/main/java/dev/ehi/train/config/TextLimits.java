package dev.ehi.train.config;

/**
 * Longest texts that training reads; tokens beyond are cut. Special tokens count.
 *
 * @param maxQueryTokens for queries and pseudo-queries
 * @param maxDocumentTokens for passages (title and text)
 */
public record TextLimits(int maxQueryTokens, int maxDocumentTokens) {
  public TextLimits {
    Checks.range("max-query-tokens", maxQueryTokens, 3, 8_192);
    Checks.range("max-document-tokens", maxDocumentTokens, 3, 8_192);
  }
}
