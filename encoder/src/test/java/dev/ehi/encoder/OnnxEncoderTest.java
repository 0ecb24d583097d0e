package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEncoderTest {
  private static OnnxEncoder minilm;

  @TempDir private Path temporary;

  @BeforeAll
  static void open() throws Exception {
    minilm = Models.open(StartingModel.MINILM).encoder(2);
  }

  @AfterAll
  static void close() {
    minilm.close();
  }

  /** Values that sentence-transformers prints for this model and text. */
  @Test
  void agreesWithSentenceTransformers() {
    Vectors embeddings =
        minilm.documents(
            List.of("This is an example sentence", "Each sentence is converted"), Progress.none());

    assertThat(Arrays.copyOf(embeddings.row(0), 4))
        .containsExactly(
            new float[] {0.0676569f, 0.0634959f, 0.0487131f, 0.0793050f}, within(1e-5f));
    assertThat(Arrays.copyOf(embeddings.row(1), 4))
        .containsExactly(
            new float[] {0.0864382f, 0.1027627f, 0.0053946f, 0.0020444f}, within(1e-5f));
  }

  @Test
  void likeMeaningsAreNearestInEveryBundledModel() throws Exception {
    List<String> documents =
        List.of(
            "Someone has noodles for lunch.",
            "The stock market fell sharply after the announcement.",
            "Plants turn sunlight into sugar by photosynthesis.");
    List<String> queries =
        List.of("eating pasta", "share prices collapse", "how do leaves use light");
    for (StartingModel start : StartingModel.values()) {
      try (OnnxEncoder encoder = Models.open(start).encoder(2)) {
        Vectors d = encoder.documents(documents, Progress.none());
        Vectors q = encoder.queries(queries, Progress.none());
        for (int i = 0; i < queries.size(); i++) {
          float[] scores = new float[documents.size()];
          DotProduct.best().rows(d.segment(), 0, d.size(), q.row(i), scores);
          for (int other = 0; other < scores.length; other++) {
            assertThat(scores[i]).as("%s %d", start, i).isGreaterThanOrEqualTo(scores[other]);
          }
        }
      }
    }
  }

  @Test
  void batchesKeepOrderAndEqualSingleTexts() {
    Vectors batch = minilm.queries(Sentences.MIXED, Progress.none());

    assertThat(batch.dim()).isEqualTo(minilm.dim()).isEqualTo(384);
    for (int i = 0; i < batch.size(); i++) {
      float[] single = minilm.query(Sentences.MIXED.get(i));
      assertThat(batch.row(i)).containsExactly(single, within(2e-5f));
      assertThat(DotProduct.best().dot(single, single)).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void streamsEqualLists() throws Exception {
    List<Integer> numbers = IntStream.range(0, 5000).boxed().toList();
    try (OnnxEncoder encoder = SmallModel.bert(temporary.resolve("model"), 1).encoder(1)) {
      Vectors expected =
          encoder.documents(numbers.stream().map(n -> "text " + n).toList(), Progress.none());
      List<Integer> seen = new ArrayList<>();
      encoder.documents(
          numbers.iterator(),
          n -> "text " + n,
          -1,
          (chunk, embeddings) -> {
            for (int i = 0; i < chunk.size(); i++) {
              assertThat(embeddings.row(i)).isEqualTo(expected.row(chunk.get(i)));
            }
            seen.addAll(chunk);
          },
          Progress.none());
      assertThat(seen).isEqualTo(numbers);
      assertThat(encoder.documents(List.of(), Progress.none()).size()).isZero();
    }
  }

  @Test
  void appliesPrefixesAndAdapter() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Adapter adapter =
        new Adapter(
            Vectors.of(SmallModel.values(4 * 24, 2), 24),
            SmallModel.values(4, 3),
            Vectors.of(SmallModel.values(24 * 4, 4), 4));
    Path target = temporary.resolve("adapted");
    ModelDirectoryWriter.write(
        target,
        source,
        source.weights(),
        new TextConfig(Pooling.MEAN, "ask: ", "tell: ", 16, 16),
        new VectorModel(Optional.empty(), Optional.of(adapter), Map.of()));
    try (OnnxEncoder plain = source.encoder(1);
        OnnxEncoder adapted = ModelDirectory.open(target).encoder(1)) {
      float[] query = plain.query("ask: a channel");
      float[] document = plain.query("tell: a channel");
      adapter.apply(query);
      adapter.apply(document);

      assertThat(adapted.query("a channel")).containsExactly(query, within(1e-5f));
      assertThat(adapted.documents(List.of("a channel"), Progress.none()).row(0))
          .containsExactly(document, within(1e-5f));
      assertThat(query).isNotEqualTo(document);
    }
  }

  @Test
  void reportsDamagedWeights() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Map<String, WeightTensor> weights = new LinkedHashMap<>(source.weights());
    String name = "encoder.layer.2.output.LayerNorm.bias";
    float[] values = SmallModel.values(24, 5);
    values[7] = Float.NaN;
    weights.put(name, WeightTensor.of(name, new long[] {24}, values));
    SafeTensors.write(source.path().resolve("model.safetensors"), weights.values(), Map.of());
    try (OnnxEncoder encoder = ModelDirectory.open(source.path()).encoder(1)) {
      assertThatThrownBy(() -> encoder.query("a harmless text"))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("a harmless text");
    }
  }

  @Test
  void reportsProgressAndStopsWhenInterrupted() {
    AtomicLong done = new AtomicLong();
    Progress counting =
        (name, total, unit) ->
            new Progress.Task() {
              @Override
              public void advance(long units) {
                done.addAndGet(units);
              }

              @Override
              public void note(String text) {}

              @Override
              public void close() {}
            };
    minilm.documents(Sentences.MIXED, counting);
    assertThat(done).hasValue(Sentences.MIXED.size());

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> minilm.documents(Sentences.MIXED, Progress.none()))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void servesManyThreads() {
    Vectors expected = minilm.queries(Sentences.MIXED, Progress.none());
    IntStream.range(0, 60)
        .parallel()
        .map(i -> i % Sentences.MIXED.size())
        .forEach(
            i ->
                assertThat(minilm.query(Sentences.MIXED.get(i)))
                    .containsExactly(expected.row(i), within(2e-5f)));
  }
}
