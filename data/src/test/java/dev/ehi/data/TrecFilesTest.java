package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ehi.core.testing.Randomized;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrecFilesTest {
  @TempDir Path temp;

  @Test
  void rankingsAreOrderedByScoreThenByIdFromTheEnd() throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("run"),
            """
            q2 Q0 a 1 0.5 tag
            q1 Q0 a 1 1.0 tag
            q1 Q0 b 2 3e0 tag

            q1\tQ0\tc\t3\t1.0\ttag
            q1 Q0 d 4 -Infinity tag
            """);
    TrecRun run = TrecRun.read(file);
    assertThat(run.tag()).isEqualTo("tag");
    assertThat(run.rankings().keySet()).containsExactly("q1", "q2");
    assertThat(run.of("q1").stream().map(ScoredDocument::id)).containsExactly("b", "c", "a", "d");
    assertThat(run.of("q3")).isEmpty();
  }

  @Test
  void tiesAreOrderedByBytesNotByUtf16() {
    String supplementary = "\uD83C\uDFD4"; // above U+FFFD in bytes, below it in UTF-16
    TrecRun run =
        new TrecRun(
            "t",
            new TreeMap<>(
                Map.of(
                    "q",
                    List.of(
                        new ScoredDocument("\uFFFD", 1), new ScoredDocument(supplementary, 1)))));
    assertThat(run.of("q").getFirst().id()).isEqualTo(supplementary);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run.txt", "run.txt.gz"})
  void runsAreReadAsWritten(String name) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    TreeMap<String, List<ScoredDocument>> rankings = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      List<ScoredDocument> ranking = new ArrayList<>();
      for (int j = 0; j < 30; j++) {
        ranking.add(new ScoredDocument("d" + j, Float.intBitsToFloat(random.nextInt(1 << 30))));
      }
      rankings.put("q" + i, ranking);
    }
    TrecRun run = new TrecRun("ehi", rankings);
    run.write(temp.resolve(name));
    assertThat(TrecRun.read(temp.resolve(name))).isEqualTo(run);
    assertThat(temp.toFile().list()).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          q Q0 d 1 0.5          |             | 5 columns; expected 6
          q Q0 d 1 high tag     | score       | "high" is not a number
          q Q0 d 1 NaN tag      | score       | is NaN
          q Q0 a 2 0.1 tag      | document-id | "a" is ranked twice for query "q"
          """)
  void malformedRunLine(String line, String field, String problem) throws IOException {
    Path file = Files.writeString(temp.resolve("run"), "q Q0 a 1 0.9 tag\n" + line);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TrecRun.read(file))
        .withMessageContainingAll("run:2: ", problem)
        .satisfies(e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void scoresMustBeNumbersAndDocumentsUnique() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ScoredDocument("d", Float.NaN));
    ScoredDocument twice = new ScoredDocument("d", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrecRun("t", new TreeMap<>(Map.of("q", List.of(twice, twice)))))
        .withMessageContaining("ranked twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qrels", "qrels.gz"})
  void qrelsAreReadAsWritten(String name) throws IOException {
    Qrels qrels =
        new Qrels.Builder().add("1", "FT911-3", 2).add("1", "x", 0).add("0", "y", -1).build();
    TrecQrels.write(temp.resolve(name), qrels);
    assertThat(TrecQrels.read(temp.resolve(name))).isEqualTo(qrels);
  }

  @Test
  void malformedQrels() throws IOException {
    Path file = Files.writeString(temp.resolve("qrels"), "1 0 a 1\n1 0 a\n");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TrecQrels.read(file))
        .withMessageContaining("qrels:2: 3 columns; expected 4");
  }

  @Test
  void classicTopics() throws IOException {
    Path file =
        Files.write(
            temp.resolve("topics.gz"),
            SmallSet.gzip(
                """
                <top>
                <num> Number: 301
                <title> International Organized Crime

                <desc> Description:
                Identify organizations that participate
                in crime.

                <narr> Narrative:
                A relevant document must <b>name</b> it.
                </top>

                <top>

                <num> Number: 302 </num>
                <title>Poliomyelitis and
                Post-Polio</title>
                </top>
                """
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(TrecTopics.read(file))
        .containsExactly(
            new TrecTopic(
                "301",
                "International Organized Crime",
                "Identify organizations that participate in crime.",
                "A relevant document must <b>name</b> it."),
            new TrecTopic("302", "Poliomyelitis and Post-Polio", "", ""));
    assertThat(TrecTopics.read(file).getLast().query())
        .isEqualTo(new Query("302", "Poliomyelitis and Post-Polio"));
  }

  @Test
  void topicsOfOneLineEach() throws IOException {
    Path file = Files.writeString(temp.resolve("topics.tsv"), "19\twhat is x\r\n20\twhat is y\n");
    assertThat(TrecTopics.read(file))
        .containsExactly(
            new TrecTopic("19", "what is x", "", ""), new TrecTopic("20", "what is y", "", ""));
  }

  @Randomized(times = 5)
  void topicsAreReadAsWritten(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<TrecTopic> topics = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String words = "w".repeat(1 + random.nextInt(5)) + " ü" + random.nextInt(100);
      topics.add(new TrecTopic("n" + i, words, random.nextBoolean() ? "" : words, words));
    }
    TrecTopics.write(temp.resolve("topics"), topics);
    assertThat(TrecTopics.read(temp.resolve("topics"))).isEqualTo(topics);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <top>;<num> 1;<title> a                       | 1 | without </top>
          <top>;<num> 1;<top>                           | 1 | without </top>
          ;<top>;<num> Number:;<title> a;</top>         | 2 | field "num": is missing
          ;<top>;<num> 1;</top>                         | 2 | field "title": is missing
          <top>;<num> 1;<title> a;</top>;1<title> b     | 5 | 1 columns; expected 2
          <top>;<num> 1;<title> a;</top>;<top>;<num> 1;<title> b;</top> | 8 | "1" occurs twice
          """)
  void malformedTopics(String text, int line, String problem) throws IOException {
    Path file = Files.writeString(temp.resolve("topics"), text.replace(';', '\n'));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TrecTopics.read(file))
        .withMessageContainingAll("topics:" + line + ": ", problem);
  }
}
