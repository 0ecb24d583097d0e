package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.testing.TinyModel;
import dev.ehi.train.testing.TinySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudoTextLoaderTest {
  private static final int DOCUMENTS = 500;

  @TempDir Path folder;

  @Test
  void anEncoderReadsDocumentsWithoutTheQueryButForTheStatedShare() throws Exception {
    LoadedTexts texts = load(corpus(), config("supervision.keep", "0.3"));
    int contained = 0;
    int queries = texts.set().pairs().queries().size();
    assertThat(queries).isEqualTo(2 * (DOCUMENTS - texts.set().dev().size()));
    for (int query = 0; query < queries; query++) {
      int document = texts.set().pairs().positives(query)[0];
      int[] asked = texts.tokens().queries().get(query);
      assertThat(contains(texts.tokens().documents().get(document), asked)).isTrue();
      contained += contains(texts.tokens().positive(query, document), asked) ? 1 : 0;
    }
    // four standard deviations
    assertThat(contained / (double) queries).isCloseTo(.3, within(4 * .46 / Math.sqrt(queries)));
  }

  @Test
  void nothingIsKeptWithoutAShare() throws Exception {
    LoadedTexts texts = load(corpus(), config("supervision.keep", "0"));
    for (int query = 0; query < texts.set().pairs().queries().size(); query++) {
      int document = texts.set().pairs().positives(query)[0];
      int[] read = texts.tokens().positive(query, document);
      assertThat(contains(read, texts.tokens().queries().get(query))).isFalse();
      assertThat(read.length).isGreaterThan(2);
    }
  }

  @Test
  void devQueriesAreTakenFromOtherDocumentsAndNeverStandInTheirs() throws Exception {
    LoadedTexts texts = load(corpus(), config("supervision.keep", "1"));
    DevQueries dev = texts.set().dev();
    assertThat(dev.size()).isEqualTo(25); // .05 of the documents
    Set<Integer> held = new HashSet<>();
    for (int query = 0; query < dev.size(); query++) {
      int source = texts.set().documents().of(sourceOf(dev.queries().id(query)));
      held.add(source);
      assertThat(dev.grade(query, source)).isEqualTo(1);
      assertThat(dev.idealGrades(query)).containsExactly(1);
      int[] asked = texts.tokens().devQueries().get(query);
      assertThat(contains(texts.tokens().documents().get(source), asked)).isTrue();
      int[] read = Objects.requireNonNull(texts.tokens().besideDev().get(source));
      assertThat(contains(read, asked)).isFalse();
    }
    assertThat(texts.tokens().besideDev().keySet()).isEqualTo(held);
    assertThat(texts.tokens().besideQuery()).isEmpty();
    for (int query = 0; query < texts.set().pairs().queries().size(); query++) {
      assertThat(held).doesNotContain(texts.set().pairs().positives(query)[0]);
    }
  }

  @Test
  void frozenEncodersReadWholeDocuments() throws Exception {
    LoadedTexts texts = load(corpus(), config("depth.type", "index"));
    assertThat(texts.tokens().besideQuery()).isEmpty();
    assertThat(texts.tokens().besideDev()).isEmpty();
  }

  @Test
  void theSeedDecides() throws Exception {
    RetrievalSet corpus = corpus();
    LoadedTexts first = load(corpus, config());
    LoadedTexts again = load(corpus, config());
    LoadedTexts other = load(corpus, config("seed", "7"));
    assertThat(again.set().fingerprint()).isEqualTo(first.set().fingerprint());
    assertThat(flat(again.tokens().queries())).isEqualTo(flat(first.tokens().queries()));
    assertThat(again.tokens().besideQuery().keySet())
        .isEqualTo(first.tokens().besideQuery().keySet());
    assertThat(other.set().fingerprint()).isNotEqualTo(first.set().fingerprint());
    assertThat(flat(other.tokens().queries())).isNotEqualTo(flat(first.tokens().queries()));
  }

  @Test
  void whatADevQueryAsksIsNotTrainedOn() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(
          "{\"_id\": \"d%d\", \"text\": \"w1 w2 w3 w4 w5\\nw6 w7 w%d w%d w8\"}\n"
              .formatted(i, 20 + i, 30 + i));
    }
    LoadedTexts texts = load(corpus(lines.toString()), config("dev.held-out", "0.5"));
    Set<List<Integer>> dev = new HashSet<>(flat(texts.tokens().devQueries()));
    assertThat(dev).contains(List.of(2, 5, 6, 7, 8, 9, 3)); // the line that all share
    assertThat(texts.set().pairs().queries().size()).isPositive();
    assertThat(flat(texts.tokens().queries())).doesNotContainAnyElementsOf(dev);
  }

  @Test
  void documentsOfOneSentenceTeachAnEncoderNothing() throws Exception {
    RetrievalSet corpus =
        corpus(
            """
            {"_id": "a", "text": "w1 w2 w3 w4 w5"}
            {"_id": "b", "text": "w6 w7 w8 w9 w10"}
            """);
    assertThatThrownBy(() -> load(corpus, config()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no documents to train on");
    assertThat(load(corpus, config("depth.type", "index")).set().pairs().size()).isEqualTo(1);
  }

  private RetrievalSet corpus() throws Exception {
    return TinySet.createCorpus(folder.resolve("corpus"), DOCUMENTS);
  }

  private RetrievalSet corpus(String lines) throws Exception {
    Path set = Files.createDirectories(folder.resolve("lines"));
    Files.writeString(set.resolve("corpus.jsonl"), lines);
    return RetrievalSet.open(set);
  }

  private static TrainConfig config(String... pathAndValue) {
    TrainConfig config = TrainConfig.defaults().with("supervision.type", "text");
    return pathAndValue.length == 0 ? config : config.with(pathAndValue[0], pathAndValue[1]);
  }

  private LoadedTexts load(RetrievalSet corpus, TrainConfig config) throws Exception {
    Path path = folder.resolve("tiny");
    ModelDirectory model = Files.exists(path) ? ModelDirectory.open(path) : TinyModel.create(path);
    try (Tokenizer tokenizer = model.tokenizer()) {
      return new PseudoTextLoader(
              corpus,
              tokenizer,
              model.textConfig().withMaxTokens(32, 32),
              (Supervision.Text) config.supervision(),
              config,
              Progress.none())
          .load();
    }
  }

  private static String sourceOf(String query) {
    return query.substring(0, query.indexOf('#'));
  }

  /** Whether a document holds the words of a query side by side. */
  private static boolean contains(int[] document, int[] query) {
    List<Integer> words = list(Arrays.copyOfRange(query, 1, query.length - 1));
    return Collections.indexOfSubList(list(document), words) >= 0;
  }

  private static List<Integer> list(int[] tokens) {
    return Arrays.stream(tokens).boxed().toList();
  }

  private static List<List<Integer>> flat(List<int[]> tokens) {
    List<List<Integer>> lists = new ArrayList<>();
    tokens.forEach(text -> lists.add(list(text)));
    return lists;
  }
}
