package dev.ehi.train.sample;

import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** Collects the token ids of texts, tokenising many at a time. */
final class TokenList {
  private static final int CHUNK = 1024;

  private final Tokenizer tokenizer;
  private final String prefix;
  private final int maxTokens;
  private final List<String> waiting = new ArrayList<>(CHUNK);
  private final List<int[]> tokens = new ArrayList<>();

  private TokenList(Tokenizer tokenizer, String prefix, int maxTokens) {
    this.tokenizer = tokenizer;
    this.prefix = prefix;
    this.maxTokens = maxTokens;
  }

  /** With the prefix and the length of queries. */
  static TokenList ofQueries(Tokenizer tokenizer, TextConfig texts) {
    return new TokenList(tokenizer, texts.queryPrefix(), texts.maxQueryTokens());
  }

  /** With the prefix and the length of documents. */
  static TokenList ofDocuments(Tokenizer tokenizer, TextConfig texts) {
    return new TokenList(tokenizer, texts.documentPrefix(), texts.maxDocumentTokens());
  }

  void add(String text) {
    waiting.add(prefix + text);
    if (waiting.size() == CHUNK) {
      tokeniseWaiting();
    }
  }

  /** Of all texts, in the order in which they were added. */
  List<int[]> tokens() {
    tokeniseWaiting();
    return tokens;
  }

  private void tokeniseWaiting() {
    tokens.addAll(tokenizer.batch(waiting, maxTokens));
    waiting.clear();
  }
}
