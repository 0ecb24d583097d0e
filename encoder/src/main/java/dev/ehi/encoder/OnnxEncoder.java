package dev.ehi.encoder;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes texts on the CPU: prefix, tokens, transformer (by ONNX Runtime), pooling, length 1, then
 * the adapter if the model has one. Texts are batched by length, so that little is padded. Each
 * inference runs on one thread and batches run side by side: no core ever waits for another one.
 * Safe for use by many threads.
 */
public final class OnnxEncoder implements AutoCloseable {
  private static final int BATCH_TOKENS = 512; // padding included; activations stay in the cache
  private static final int CHUNK_TEXTS = 4096; // sorted by length together

  private final OnnxModel model;
  private final Tokenizer tokenizer;
  private final TextConfig text;
  private final @Nullable Adapter adapter;
  private final int dim;
  private final ExecutorService workers;

  private OnnxEncoder(ModelDirectory directory, OnnxModel model, Tokenizer tokenizer, int threads) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.text = directory.textConfig();
    this.adapter = directory.adapter().orElse(null);
    this.dim = directory.encoderConfig().hiddenSize();
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("encoder-", 0).factory());
  }

  static OnnxEncoder open(ModelDirectory directory, int threads) throws IOException {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, got " + threads);
    }
    Tokenizer tokenizer = directory.tokenizer();
    try {
      return new OnnxEncoder(directory, OnnxModel.open(directory), tokenizer, threads);
    } catch (IOException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Dimension of the embeddings. */
  public int dim() {
    return dim;
  }

  /** The embedding of one query. // (dim) */
  public float[] query(String query) {
    int[] tokens = tokenizer.tokens(text.queryPrefix() + query, text.maxQueryTokens());
    return embed(List.of(tokens), List.of(query))[0];
  }

  /**
   * The embeddings of queries, in their order. // (queries, dim)
   *
   * @throws CancellationException if the thread is interrupted
   */
  public Vectors queries(List<String> queries, Progress progress) {
    try (Progress.Task task = progress.start("encoding queries", queries.size(), "queries")) {
      return encodeAll(queries, text.queryPrefix(), text.maxQueryTokens(), task);
    }
  }

  /**
   * The embeddings of documents, in their order. // (documents, dim)
   *
   * @throws CancellationException if the thread is interrupted
   */
  public Vectors documents(List<String> documents, Progress progress) {
    try (Progress.Task task = startDocuments(documents.size(), progress)) {
      return encodeAll(documents, text.documentPrefix(), text.maxDocumentTokens(), task);
    }
  }

  /**
   * Encodes documents as they come, for corpora that do not fit in memory.
   *
   * @param documents read once
   * @param passage the text of a document
   * @param total number of documents, or -1 if not known
   * @param sink takes some thousands of documents and their embeddings at a time, in order
   * @throws CancellationException if the thread is interrupted
   */
  public <T> void documents(
      Iterator<? extends T> documents,
      Function<? super T, String> passage,
      long total,
      BiConsumer<List<T>, Vectors> sink,
      Progress progress) {
    try (Progress.Task task = startDocuments(total, progress)) {
      while (documents.hasNext()) {
        List<T> chunk = new ArrayList<>(CHUNK_TEXTS);
        List<String> texts = new ArrayList<>(CHUNK_TEXTS);
        while (documents.hasNext() && chunk.size() < CHUNK_TEXTS) {
          T document = documents.next();
          chunk.add(document);
          texts.add(passage.apply(document));
        }
        sink.accept(chunk, encodeAll(texts, text.documentPrefix(), text.maxDocumentTokens(), task));
      }
    }
  }

  @Override
  public void close() {
    workers.close();
    model.close();
    tokenizer.close();
  }

  private static Progress.Task startDocuments(long total, Progress progress) {
    return progress.start("encoding documents", total, "documents");
  }

  private Vectors encodeAll(List<String> texts, String prefix, int maxTokens, Progress.Task task) {
    Vectors embeddings = Vectors.allocate(texts.size(), dim);
    for (int from = 0; from < texts.size(); from += CHUNK_TEXTS) {
      int to = Math.min(texts.size(), from + CHUNK_TEXTS);
      encodeChunk(texts.subList(from, to), prefix, maxTokens, embeddings.slice(from, to), task);
    }
    return embeddings;
  }

  private void encodeChunk(
      List<String> texts, String prefix, int maxTokens, Vectors out, Progress.Task task) {
    List<String> prefixed = texts.stream().map(prefix::concat).toList();
    List<int[]> tokens = tokenizer.batch(prefixed, maxTokens);
    List<Callable<Void>> batches = new ArrayList<>();
    for (List<Integer> batch : batches(tokens)) {
      batches.add(
          () -> {
            List<int[]> batchTokens = batch.stream().map(tokens::get).toList();
            float[][] embeddings = embed(batchTokens, batch.stream().map(texts::get).toList());
            for (int i = 0; i < embeddings.length; i++) {
              out.set(batch.get(i), embeddings[i]);
            }
            task.advance(batch.size());
            return null;
          });
    }
    runAll(batches);
  }

  /** Runs the batches on the workers; the first failure is thrown. */
  private void runAll(List<Callable<Void>> batches) {
    try {
      for (Future<Void> batch : workers.invokeAll(batches)) {
        batch.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("encoding was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("encoding failed", e.getCause());
    }
  }

  /** Ordinals of texts in batches of like length, longest first, each within the token budget. */
  private static List<List<Integer>> batches(List<int[]> tokens) {
    List<Integer> longestFirst =
        IntStream.range(0, tokens.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -tokens.get(i).length))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int from = 0;
    while (from < longestFirst.size()) {
      int longest = tokens.get(longestFirst.get(from)).length;
      int to = Math.min(longestFirst.size(), from + Math.max(1, BATCH_TOKENS / longest));
      batches.add(longestFirst.subList(from, to));
      from = to;
    }
    return batches;
  }

  // (texts, dim)
  private float[][] embed(List<int[]> tokens, List<String> texts) {
    float[][] embeddings = model.embed(tokens, text.pooling());
    for (int i = 0; i < embeddings.length; i++) {
      Vectors.normalize(embeddings[i]);
      if (adapter != null) {
        adapter.apply(embeddings[i]);
      }
      requireFinite(embeddings[i], texts.get(i));
    }
    return embeddings;
  }

  private static void requireFinite(float[] embedding, String text) {
    float sum = 0;
    for (float value : embedding) {
      sum += value;
    }
    if (!Float.isFinite(sum)) {
      throw new ArithmeticException(
          "the encoder gives NaN or infinity for the text '%s'; its weights are damaged"
              .formatted(text.substring(0, Math.min(80, text.length()))));
    }
  }
}
