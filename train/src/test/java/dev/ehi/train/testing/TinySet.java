package dev.ehi.train.testing;

import dev.ehi.data.BeirWriter;
import dev.ehi.data.Document;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A retrieval set of made-up words: documents draw from a topic's words, queries from a document's.
 */
public final class TinySet {
  private static final int TOPICS = 12;
  private static final int WORDS_PER_TOPIC = 12;
  private static final int DOCUMENT_WORDS = 10;
  private static final int QUERY_WORDS = 4;

  private TinySet() {}

  static List<String> words() {
    return IntStream.range(0, TOPICS * WORDS_PER_TOPIC).mapToObj(TinySet::word).toList();
  }

  /** Writes a set with a query for each document, a tenth of them in the dev split. */
  public static RetrievalSet create(Path directory, int documents) throws IOException {
    Random random = new Random(11);
    try (BeirWriter writer = BeirWriter.create(directory)) {
      for (int i = 0; i < documents; i++) {
        int topic = i % TOPICS;
        List<String> words =
            IntStream.range(0, DOCUMENT_WORDS)
                .mapToObj(w -> word(topic * WORDS_PER_TOPIC + random.nextInt(WORDS_PER_TOPIC)))
                .toList();
        String query =
            IntStream.range(0, QUERY_WORDS)
                .mapToObj(w -> words.get(random.nextInt(DOCUMENT_WORDS)))
                .collect(Collectors.joining(" "));
        writer.document(new Document("d" + i, "", String.join(" ", words)));
        writer.query(new Query("q" + i, query));
        writer.judgement(i % 10 == 9 ? "dev" : "train", "q" + i, "d" + i, 1);
      }
      writer.commit();
    }
    return RetrievalSet.open(directory);
  }

  /**
   * Writes a corpus without any query or judgement, whose documents have three lines each.
   *
   * @return the folder, opened
   */
  public static RetrievalSet createCorpus(Path directory, int documents) throws IOException {
    Random random = new Random(13);
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("corpus.jsonl"),
        IntStream.range(0, documents)
            .mapToObj(
                i ->
                    "{\"_id\": \"d%d\", \"title\": \"\", \"text\": \"%s\"}\n"
                        .formatted(i, lines(i % TOPICS, random)))
            .collect(Collectors.joining()));
    return RetrievalSet.open(directory);
  }

  private static String lines(int topic, Random random) {
    return IntStream.range(0, 3)
        .mapToObj(
            line ->
                IntStream.range(0, 5)
                    .mapToObj(w -> word(topic * WORDS_PER_TOPIC + random.nextInt(WORDS_PER_TOPIC)))
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\\n"));
  }

  private static String word(int index) {
    return "w" + index;
  }
}
