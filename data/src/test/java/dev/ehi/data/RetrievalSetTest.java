package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalSetTest {
  private static final List<Document> DOCUMENTS =
      List.of(
          new Document("d1", "Zürich", "größte Stadt der Schweiz 🏔"),
          new Document("d2", "", "a \"quoted\" text"),
          new Document("d3", "", ""));
  private static final List<Query> QUERIES =
      List.of(new Query("q1", "largest city"), new Query("q2", "quoted"));

  @TempDir Path temp;

  @Test
  void readsBeirFolder() throws IOException {
    assertBeir(RetrievalSet.open(SmallSet.beir().folder(temp.resolve("tiny"))));
  }

  @Test
  void readsBeirFolderOfCompressedFiles() throws IOException {
    SmallSet files =
        SmallSet.beir()
            .compressed("corpus.jsonl")
            .compressed("queries.jsonl")
            .compressed("qrels/test.tsv");
    assertBeir(RetrievalSet.open(files.folder(temp.resolve("tiny"))));
  }

  @Test
  void readsFolderThroughALink() throws IOException {
    SmallSet.beir().folder(temp.resolve("real"));
    Files.createDirectory(temp.resolve("link"));
    Path link = Files.createSymbolicLink(temp.resolve("link/tiny"), temp.resolve("real"));
    assertBeir(RetrievalSet.open(link));
  }

  @Test
  void readsFolderInsideFolder() throws IOException {
    SmallSet.beir().folder(temp.resolve("tiny/unpacked"));
    assertBeir(RetrievalSet.open(temp.resolve("tiny")));
  }

  @Test
  void readsBeirZipWithAndWithoutTopFolder() throws IOException {
    SmallSet files = SmallSet.beir().compressed("corpus.jsonl");
    assertBeir(RetrievalSet.open(files.zip(temp.resolve("tiny.zip"), "")));
    assertBeir(RetrievalSet.open(files.zip(temp.resolve("tiny.zip"), "top/")));
  }

  @Test
  void ignoresZipEntriesOfTheMac() throws IOException {
    SmallSet files = new SmallSet();
    for (String path : List.of("corpus.jsonl", "queries.jsonl", "qrels/test.tsv")) {
      files.with("top/" + path, SmallSet.beir().content(path)).with("__MACOSX/top/" + path, "x");
    }
    assertBeir(RetrievalSet.open(files.zip(temp.resolve("tiny.zip"), "")));
  }

  @Test
  void toleratesByteOrderMarkCarriageReturnsBlankLinesAndMissingEndOfLine() throws IOException {
    SmallSet files = SmallSet.beir();
    for (String path : List.of("corpus.jsonl", "queries.jsonl", "qrels/test.tsv")) {
      String text = new String(files.content(path), StandardCharsets.UTF_8);
      files.with(path, "\uFEFF" + text.strip().replace("\n", "\r\n\r\n  \r\n"));
    }
    assertBeir(RetrievalSet.open(files.folder(temp.resolve("tiny"))));
  }

  @Test
  void toleratesQrelsWithoutHeader() throws IOException {
    Path folder = SmallSet.beir().with("qrels/test.tsv", "q1\td1\t1\n").folder(temp.resolve("t"));
    assertThat(RetrievalSet.open(folder).qrels("test").of("q1")).isEqualTo(Map.of("d1", 1));
  }

  @Test
  void readsMsMarcoFolder() throws IOException {
    assertMsMarco(RetrievalSet.open(SmallSet.msMarco().folder(temp.resolve("marco"))));
  }

  @Test
  void readsMsMarcoCompressedInZip() throws IOException {
    SmallSet files =
        SmallSet.msMarco()
            .compressed("collection.tsv")
            .compressed("queries.dev.tsv")
            .compressed("qrels.dev.tsv");
    assertMsMarco(RetrievalSet.open(files.zip(temp.resolve("marco.zip"), "x/")));
  }

  @Test
  void ordersSplitsTrainDevTestThenByName() throws IOException {
    SmallSet files = SmallSet.beir();
    for (String split : List.of("abc", "train", "dev", "zzz")) {
      files.with("qrels/" + split + ".tsv", "");
    }
    RetrievalSet set = RetrievalSet.open(files.folder(temp.resolve("tiny")));
    assertThat(set.splits()).containsExactly("train", "dev", "test", "abc", "zzz");
  }

  @Test
  void saysWhatWasLookedForAndFound() throws IOException {
    Files.writeString(temp.resolve("readme.txt"), "nothing");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RetrievalSet.open(temp))
        .withMessageContainingAll("corpus.jsonl", "collection.tsv", ".gz", "found readme.txt");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RetrievalSet.open(temp.resolve("readme.txt")))
        .withMessageContaining("neither a folder nor a .zip");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RetrievalSet.open(temp.resolve("absent")))
        .withMessageContaining("no such file");
  }

  @Test
  void refusesUnknownSplitByNamingTheKnownOnes() throws IOException {
    RetrievalSet set = RetrievalSet.open(SmallSet.beir().folder(temp.resolve("tiny")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> set.qrels("train"))
        .withMessageContainingAll("\"train\"", "qrels/train.tsv", "[test]");
  }

  @Test
  void opensCorpusAloneAndMissesTheQueriesWhenAsked() throws IOException {
    SmallSet files = SmallSet.beir().without("queries.jsonl").without("qrels/test.tsv");
    RetrievalSet set = RetrievalSet.open(files.folder(temp.resolve("tiny")));
    assertThat(documents(set)).isEqualTo(DOCUMENTS);
    assertThat(set.splits()).isEmpty();
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(set::queries)
        .withMessageContaining("has no queries.jsonl");
  }

  @Test
  void refusesFolderOfBothFormats() throws IOException {
    SmallSet.beir().folder(temp);
    SmallSet.msMarco().folder(temp);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RetrievalSet.open(temp))
        .withMessageContaining("both");
  }

  @Test
  void readsLinesLongerThanTheBuffer() throws IOException {
    String longText = "wörter ".repeat(50_000);
    Path folder =
        SmallSet.beir()
            .with(
                "corpus.jsonl",
                "{\"_id\": \"a\", \"text\": \"%s\"}\n{\"_id\": \"b\", \"text\": \"x\"}"
                    .formatted(longText))
            .folder(temp.resolve("tiny"));
    assertThat(documents(RetrievalSet.open(folder)))
        .containsExactly(new Document("a", "", longText), new Document("b", "", "x"));
  }

  @Test
  void truncatedGzipIsAnErrorAfterTheWholeLines() throws IOException {
    SmallSet files = SmallSet.beir().compressed("corpus.jsonl");
    byte[] whole = files.content("corpus.jsonl.gz");
    files.with("corpus.jsonl.gz", Arrays.copyOf(whole, whole.length - 12));
    RetrievalSet set = RetrievalSet.open(files.folder(temp.resolve("tiny")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> documents(set))
        .withMessageContainingAll("corpus.jsonl.gz:", "truncated");
  }

  @Test
  void garbageNamedGzipIsAnError() throws IOException {
    SmallSet files = SmallSet.beir().without("corpus.jsonl").with("corpus.jsonl.gz", "garbage");
    RetrievalSet set = RetrievalSet.open(files.folder(temp.resolve("tiny")));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> documents(set))
        .withMessageContaining("cannot be opened");
  }

  @Test
  void truncatedZipIsAnError() throws IOException {
    Path zip = SmallSet.beir().zip(temp.resolve("tiny.zip"), "");
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> RetrievalSet.open(zip))
        .withMessageContainingAll("tiny.zip", "not a readable zip");
  }

  @Test
  void flippedBitInZipIsAnError() throws IOException {
    String texts = "{\"_id\": \"a\", \"text\": \"x\"}\n";
    Path zip = temp.resolve("tiny.zip");
    new SmallSet().with("corpus.jsonl", texts).zip(zip, "");
    byte[] bytes = Files.readAllBytes(zip);
    int crc = indexOf(bytes, new byte[] {'P', 'K', 1, 2}) + 16;
    bytes[crc] ^= 1;
    Files.write(zip, bytes);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> documents(RetrievalSet.open(zip)))
        .withMessageContainingAll("tiny.zip!/corpus.jsonl", "checksum");
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static void assertBeir(RetrievalSet set) {
    assertThat(set.name()).isEqualTo("tiny");
    assertThat(documents(set)).isEqualTo(DOCUMENTS);
    assertThat(set.queries().toList()).isEqualTo(QUERIES);
    assertThat(set.splits()).containsExactly("test");
    Qrels qrels = set.qrels("test");
    assertThat(qrels.queryIds()).containsExactly("q1", "q2");
    assertThat(qrels.of("q1")).isEqualTo(Map.of("d1", 2, "d2", 0));
    assertThat(qrels.of("q2")).isEqualTo(Map.of("d2", 1));
    assertThat(qrels.of("q3")).isEmpty();
    assertThat(qrels.relevant("q1")).containsExactly("d1");
    assertThat(qrels.size()).isEqualTo(3);
  }

  private static void assertMsMarco(RetrievalSet set) {
    assertThat(set.name()).isEqualTo("marco");
    assertThat(documents(set))
        .containsExactly(
            new Document("0", "", "The presence of communication"),
            new Document("1", "", "The Manhattan Project"));
    assertThat(set.queries().map(Query::id)).containsExactly("7", "8", "9");
    assertThat(set.queries("dev").toList()).containsExactly(new Query("9", "where is it"));
    assertThat(set.splits()).containsExactly("train", "dev");
    assertThat(set.qrels("train").of("7")).isEqualTo(Map.of("1", 1));
    assertThat(set.qrels("dev").of("9")).isEqualTo(Map.of("1", 1));
  }

  private static List<Document> documents(RetrievalSet set) {
    try (Stream<Document> documents = set.documents()) {
      return documents.toList();
    }
  }
}
