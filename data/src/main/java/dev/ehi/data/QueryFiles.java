package dev.ehi.data;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads queries that stand in a file of their own. */
public final class QueryFiles {

  private QueryFiles() {}

  /**
   * Reads {@code .jsonl} in BEIR's form ({@code _id}, {@code text}) or {@code .tsv} and {@code
   * .txt} as {@code id <tab> text}; each plain or gzip ({@code .gz}).
   *
   * @throws DataException when a line is malformed or the name has another ending
   */
  public static List<Query> read(Path path) {
    TextFile file = TextFile.of(path);
    try (Stream<Query> queries = parse(file)) {
      return queries.toList();
    }
  }

  private static Stream<Query> parse(TextFile file) {
    String name = file.name().replaceFirst("\\.gz$", "");
    if (name.endsWith(".jsonl")) {
      return BeirSet.queries(file, Problems.THROW);
    }
    if (name.endsWith(".tsv") || name.endsWith(".txt")) {
      return MsMarcoSet.queries(file, Problems.THROW);
    }
    throw DataException.inFile(
        file.name(), "queries are read from .jsonl, .tsv or .txt, each plain or .gz");
  }
}
