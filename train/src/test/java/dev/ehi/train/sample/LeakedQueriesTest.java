package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakedQueriesTest {

  @TempDir Path folder;

  @Test
  void queriesAskedInAnotherSplitByIdOrTextAreFound() throws IOException {
    Files.writeString(folder.resolve("corpus.jsonl"), "{\"_id\": \"d\", \"text\": \"t\"}\n");
    Files.writeString(
        folder.resolve("queries.jsonl"),
        """
        {"_id": "a", "text": "Only trained on"}
        {"_id": "b", "text": "In both"}
        {"_id": "c", "text": "The same words"}
        {"_id": "e", "text": "the  same WORDS"}
        """);
    Files.createDirectories(folder.resolve("qrels"));
    qrels("train", "a", "b", "c");
    qrels("test", "b", "e");
    RetrievalSet set = RetrievalSet.open(folder);

    assertThat(LeakedQueries.of(set, set.qrels("train"))).containsExactlyInAnyOrder("b", "c");
  }

  private void qrels(String split, String... queries) throws IOException {
    StringBuilder lines = new StringBuilder("query-id\tcorpus-id\tscore\n");
    for (String query : queries) {
      lines.append(query).append("\td\t1\n");
    }
    Files.writeString(folder.resolve("qrels/" + split + ".tsv"), lines);
  }
}
