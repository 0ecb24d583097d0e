package dev.ehi.encoder;

/**
 * How texts are presented to the encoder.
 *
 * @param pooling how token embeddings are pooled
 * @param queryPrefix put before every query; may be empty
 * @param documentPrefix put before every document; may be empty
 * @param maxQueryTokens queries are truncated to so many tokens, special tokens included
 * @param maxDocumentTokens documents are truncated to so many tokens, special tokens included
 */
public record TextConfig(
    Pooling pooling,
    String queryPrefix,
    String documentPrefix,
    int maxQueryTokens,
    int maxDocumentTokens) {
  /** Default of {@code maxQueryTokens}. */
  public static final int MAX_QUERY_TOKENS = 64;

  /** Default of {@code maxDocumentTokens}. */
  public static final int MAX_DOCUMENT_TOKENS = 256;

  public TextConfig {
    if (maxQueryTokens < 3 || maxDocumentTokens < 3) {
      throw new IllegalArgumentException(
          "texts need at least 3 tokens (two are special), got maxQueryTokens=%d, maxDocumentTokens=%d"
              .formatted(maxQueryTokens, maxDocumentTokens));
    }
  }

  /** Default lengths. */
  public TextConfig(Pooling pooling, String queryPrefix, String documentPrefix) {
    this(pooling, queryPrefix, documentPrefix, MAX_QUERY_TOKENS, MAX_DOCUMENT_TOKENS);
  }

  /** The same with other maximum lengths. */
  public TextConfig withMaxTokens(int query, int document) {
    return new TextConfig(pooling, queryPrefix, documentPrefix, query, document);
  }
}
