package dev.ehi.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * HuggingFace tokenizer: text to token ids with the special tokens of the model, never padded.
 * Padding and truncation that stand in {@code tokenizer.json} are overridden. Safe for use by many
 * threads.
 */
public final class Tokenizer implements AutoCloseable {
  static {
    // The library looks for downloads and reports its use unless told to stay offline.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private static final int BATCH = 128; // bounds the memory that encodings of long texts take

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws ModelException if it cannot be parsed
   */
  public static Tokenizer open(Path file) throws IOException {
    try {
      return new Tokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optPadding(false)
              .optTruncation(false)
              .build());
    } catch (RuntimeException e) {
      throw new ModelException(file, "not a HuggingFace tokenizer: " + e.getMessage(), e);
    }
  }

  /**
   * Token ids of a text, special tokens included.
   *
   * @param maxTokens longer texts lose their end; the closing special token stays
   */
  public int[] tokens(String text, int maxTokens) {
    return truncated(tokenizer.encode(text), maxTokens);
  }

  /** Token ids of each text, as by {@link #tokens}; the texts are shared among the cores. */
  public List<int[]> batch(List<String> texts, int maxTokens) {
    List<int[]> tokens = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> batch = texts.subList(from, Math.min(texts.size(), from + BATCH));
      for (Encoding encoding : tokenizer.batchEncode(batch)) {
        tokens.add(truncated(encoding, maxTokens));
      }
    }
    return tokens;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  private static int[] truncated(Encoding encoding, int maxTokens) {
    int[] ids = Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    if (ids.length <= maxTokens) {
      return ids;
    }
    int[] kept = Arrays.copyOf(ids, maxTokens);
    kept[maxTokens - 1] = ids[ids.length - 1];
    return kept;
  }
}
