package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryFilesTest {

  @TempDir private Path folder;

  @Test
  void jsonLinesAndTabsGiveTheSameQueries() throws IOException {
    Path json = Files.writeString(folder.resolve("q.jsonl"), "{\"_id\":\"7\",\"text\":\"a b\"}\n");
    Path tabs = Files.writeString(folder.resolve("q.tsv"), "7\ta b\n");
    assertThat(QueryFiles.read(json)).containsExactly(new Query("7", "a b"));
    assertThat(QueryFiles.read(tabs)).isEqualTo(QueryFiles.read(json));
  }

  @Test
  void badLinesAndUnknownEndingsAreNamed() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.tsv"), "1\tone\ntwo\n");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> QueryFiles.read(bad))
        .withMessageContaining("bad.tsv")
        .satisfies(e -> assertThat(e.line()).isEqualTo(2));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> QueryFiles.read(folder.resolve("q.csv")))
        .withMessageContaining(".jsonl, .tsv or .txt");
  }
}
