package dev.ehi.data;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rankings of one system, ordered as trec_eval orders them: by score, highest first, then by
 * document id, last in byte order first. The ranks in a file are ignored, as trec_eval ignores
 * them.
 *
 * @param tag the name of the system, without blanks
 * @param rankings by query id; each in {@link #ORDER} and without repeated documents
 */
public record TrecRun(String tag, SortedMap<String, List<ScoredDocument>> rankings) {
  /** The order in which trec_eval ranks. */
  public static final Comparator<ScoredDocument> ORDER =
      Comparator.comparingDouble(ScoredDocument::score)
          .thenComparing(ScoredDocument::id, TrecRun::compareBytes)
          .reversed();

  /**
   * Sorts the rankings.
   *
   * @throws IllegalArgumentException when a document occurs twice for a query
   */
  public TrecRun {
    SortedMap<String, List<ScoredDocument>> sorted = new TreeMap<>();
    rankings.forEach((queryId, ranking) -> sorted.put(queryId, sorted(queryId, ranking)));
    rankings = Collections.unmodifiableSortedMap(sorted);
  }

  /** The ranking of a query; empty when there is none. */
  public List<ScoredDocument> of(String queryId) {
    return rankings.getOrDefault(queryId, List.of());
  }

  /**
   * Reads {@code query-id Q0 document-id rank score tag} lines, plain or gzip ({@code .gz}).
   *
   * @throws DataException when a line is malformed or repeats a document
   */
  public static TrecRun read(Path path) {
    TextFile file = TextFile.of(path);
    Map<String, List<ScoredDocument>> rankings = new TreeMap<>();
    Map<String, Set<String>> seen = new TreeMap<>();
    String[] tag = {"run"};
    RecordStream.LineParser<ScoredDocument> parser =
        (text, line) -> {
          String[] columns = Blanks.RUN.split(text.strip(), -1);
          if (columns.length != 6) {
            throw DataException.atLine(
                file.name(),
                line,
                "%d columns; expected 6: query-id, Q0, document-id, rank, score, tag"
                    .formatted(columns.length));
          }
          tag[0] = columns[5];
          ScoredDocument scored =
              new ScoredDocument(columns[2], score(file.name(), line, columns[4]));
          if (!seen.computeIfAbsent(columns[0], id -> new HashSet<>()).add(columns[2])) {
            throw DataException.atField(
                file.name(),
                line,
                "document-id",
                "\"%s\" is ranked twice for query \"%s\"".formatted(columns[2], columns[0]));
          }
          rankings.computeIfAbsent(columns[0], id -> new ArrayList<>()).add(scored);
          return scored;
        };
    try (Stream<ScoredDocument> lines = RecordStream.of(file, parser, Problems.THROW)) {
      lines.forEach(scored -> {});
    }
    return new TrecRun(tag[0], new TreeMap<>(rankings));
  }

  /**
   * Writes the run whole or not at all; gzip where the name ends in {@code .gz}.
   *
   * @throws IllegalArgumentException if an id holds a blank
   */
  public void write(Path path) throws IOException {
    TextOutput.write(path, this::writeTo);
  }

  private void writeTo(Writer out) throws IOException {
    for (Map.Entry<String, List<ScoredDocument>> ranking : rankings.entrySet()) {
      int rank = 1;
      for (ScoredDocument scored : ranking.getValue()) {
        out.write(
            String.format(
                Locale.ROOT,
                "%s Q0 %s %d %s %s\n",
                Blanks.requireNone(ranking.getKey()),
                Blanks.requireNone(scored.id()),
                rank++,
                scored.score(),
                tag));
      }
    }
  }

  private static List<ScoredDocument> sorted(String queryId, List<ScoredDocument> ranking) {
    Set<String> ids = new HashSet<>();
    for (ScoredDocument scored : ranking) {
      if (!ids.add(scored.id())) {
        throw new IllegalArgumentException(
            "document \"%s\" is ranked twice for query \"%s\"".formatted(scored.id(), queryId));
      }
    }
    return ranking.stream().sorted(ORDER).toList();
  }

  private static float score(String file, long line, String column) {
    try {
      float score = Float.parseFloat(column);
      if (!Float.isNaN(score)) {
        return score;
      }
    } catch (NumberFormatException e) {
      throw DataException.atField(file, line, "score", "\"%s\" is not a number".formatted(column));
    }
    throw DataException.atField(file, line, "score", "is NaN and cannot be ranked");
  }

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
