package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeirWriterTest {
  @TempDir Path temp;

  @Test
  void convertsMsMarcoToBeir() throws IOException {
    RetrievalSet source = RetrievalSet.open(SmallSet.msMarco().folder(temp.resolve("marco")));
    BeirWriter.copy(source, temp.resolve("out/beir"), Progress.none());
    assertSame(RetrievalSet.open(temp.resolve("out/beir")), source);
    assertThat(temp.resolve("out").toFile().list()).containsExactly("beir");
  }

  @Randomized(times = 10)
  void anyTextSurvives(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Document> documents = new ArrayList<>();
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      documents.add(new Document("d" + i, text(random), text(random)));
      queries.add(new Query("ü " + i, text(random)));
    }
    Path target = temp.resolve("random" + seed);
    try (BeirWriter writer = BeirWriter.create(target)) {
      for (int i = 0; i < 50; i++) {
        writer.document(documents.get(i), Map.of("key", text(random)));
        writer.query(queries.get(i));
        writer.judgement("dev", queries.get(i).id(), documents.get(i).id(), i);
      }
      writer.commit();
    }
    RetrievalSet set = RetrievalSet.open(target);
    assertThat(set.documents().toList()).isEqualTo(documents);
    assertThat(set.queries().toList()).isEqualTo(queries);
    assertThat(set.qrels("dev").of("ü 7")).isEqualTo(Map.of("d7", 7));
  }

  @Test
  void withoutCommitNothingIsLeft() throws IOException {
    Path target = temp.resolve("out/set");
    try (BeirWriter writer = BeirWriter.create(target)) {
      writer.document(new Document("d", "", "x"));
      writer.judgement("test", "q", "d", 1);
      assertThat(target).doesNotExist();
    }
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void interruptedCopyLeavesNothing() throws IOException {
    RetrievalSet source = RetrievalSet.open(SmallSet.msMarco().folder(temp.resolve("marco")));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> BeirWriter.copy(source, temp.resolve("out/beir"), Progress.none()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void malformedSourceLeavesNothing() throws IOException {
    RetrievalSet source =
        RetrievalSet.open(SmallSet.msMarco().with("collection.tsv", "1").folder(temp.resolve("m")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> BeirWriter.copy(source, temp.resolve("out/beir"), Progress.none()));
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void refusesTargetsThatHoldSomething() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> BeirWriter.create(file))
        .withMessageContaining("file");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> BeirWriter.create(temp))
        .withMessageContaining("not empty");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    try (BeirWriter writer = BeirWriter.create(empty)) {
      writer.document(new Document("d", "", "x"));
      writer.commit();
    }
    assertThat(empty.resolve("corpus.jsonl")).isNotEmptyFile();
  }

  @Test
  void refusesIdsThatCannotBeReadBack() throws IOException {
    try (BeirWriter writer = BeirWriter.create(temp.resolve("set"))) {
      writer.document(new Document("d", "", "x"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.document(new Document("d", "", "y")))
          .withMessageContaining("written twice");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.query(new Query("a\tb", "y")))
          .withMessageContaining("tab");
    }
  }

  private static void assertSame(RetrievalSet actual, RetrievalSet expected) {
    assertThat(actual.documents().toList()).isEqualTo(expected.documents().toList());
    assertThat(actual.queries().toList()).isEqualTo(expected.queries().toList());
    assertThat(actual.splits()).isEqualTo(expected.splits());
    for (String split : expected.splits()) {
      assertThat(actual.qrels(split)).isEqualTo(expected.qrels(split));
    }
  }

  /** Any characters but unpaired surrogates. */
  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(20);
    while (text.length() < length) {
      int character = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
      if (Character.getType(character) != Character.SURROGATE) {
        text.appendCodePoint(character);
      }
    }
    return text.toString();
  }
}
