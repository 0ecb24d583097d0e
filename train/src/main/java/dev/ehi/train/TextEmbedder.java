package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.BulkEncoder;
import dev.ehi.train.nn.Net;
import dev.ehi.train.nn.ShardedEncoder;
import dev.ehi.train.nn.TorchEncoder;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.TokenisedTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Vectors of texts through an encoder in training. */
final class TextEmbedder implements Embedder {
  private static final int BULK_TOKENS = 8192;

  private final ShardedEncoder encoder;
  private final BulkEncoder bulk;
  private final TokenisedTexts texts;
  private final int realQueries;

  /**
   * @param realQueries how many of the queries are no pseudo-queries
   */
  TextEmbedder(TorchEncoder trained, TokenisedTexts texts, int realQueries) {
    this.encoder = new ShardedEncoder(trained);
    this.bulk = new BulkEncoder(encoder, BULK_TOKENS);
    this.texts = texts;
    this.realQueries = realQueries;
  }

  @Override
  public Embedded embed(Batch batch) {
    int[] queries = batch.queries();
    int[] documents = batch.documents();
    List<int[]> tokens = new ArrayList<>(queries.length + documents.length);
    for (int query : queries) {
      tokens.add(texts.queries().get(query));
    }
    for (int i = 0; i < documents.length; i++) {
      tokens.add(
          i < queries.length
              ? texts.positive(queries[i], documents[i])
              : texts.documents().get(documents[i]));
    }
    ShardedEncoder.Encoding encoding = encoder.encode(tokens);
    Tensor vectors = encoding.vectors(); // (rows + columns, dim)
    return new Embedded(
        vectors.narrow(0, 0, batch.rows()),
        vectors.narrow(0, batch.rows(), batch.columns()),
        tokens.stream().mapToLong(text -> text.length).sum(),
        encoding::backward);
  }

  @Override
  public Vectors documents(Progress progress) throws InterruptedException {
    return bulk.encode(texts.documents(), "documents", progress);
  }

  @Override
  public Vectors trainingQueries(Progress progress) throws InterruptedException {
    return bulk.encode(texts.queries().subList(0, realQueries), "queries", progress);
  }

  @Override
  public Vectors trainingQueries(int[] ordinals, Progress progress) throws InterruptedException {
    List<int[]> chosen = Arrays.stream(ordinals).mapToObj(texts.queries()::get).toList();
    return bulk.encode(chosen, "queries", progress);
  }

  /** Queries and pseudo-queries. // (queries, dim) */
  Vectors allQueries(Progress progress) throws InterruptedException {
    return bulk.encode(texts.queries(), "queries", progress);
  }

  @Override
  public Vectors devQueries(Progress progress) throws InterruptedException {
    return bulk.encode(texts.devQueries(), "dev queries", progress);
  }

  @Override
  public Vectors devDocuments(Vectors documents, Progress progress) throws InterruptedException {
    if (texts.besideDev().isEmpty()) {
      return documents;
    }
    List<Integer> replaced = List.copyOf(texts.besideDev().keySet());
    List<int[]> read = replaced.stream().map(texts.besideDev()::get).toList();
    Vectors vectors = bulk.encode(read, "held-out documents", progress);
    Vectors searched = documents.gather(IntStream.range(0, documents.size()).toArray());
    for (int i = 0; i < vectors.size(); i++) {
      searched.set(replaced.get(i), vectors.row(i));
    }
    return searched;
  }

  @Override
  public Optional<Net> net() {
    return Optional.of(encoder());
  }

  TorchEncoder encoder() {
    return encoder.encoder();
  }

  @Override
  public void close() {
    encoder.close();
    encoder().close();
  }
}
