package dev.ehi.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** TREC relevance judgements: {@code query-id iteration document-id grade}. */
public final class TrecQrels {
  private TrecQrels() {}

  /**
   * Reads a file, plain or gzip ({@code .gz}).
   *
   * @throws DataException when a line is malformed or contradicts another
   */
  public static Qrels read(Path path) {
    TextFile file = TextFile.of(path);
    return QrelsReader.read(file, new QrelsReader.Trec(file.name()), Problems.THROW);
  }

  /**
   * Writes a file whole or not at all; gzip where the name ends in {@code .gz}.
   *
   * @throws IllegalArgumentException if an id holds a blank
   */
  public static void write(Path path, Qrels qrels) throws IOException {
    TextOutput.write(
        path,
        out -> {
          for (String queryId : qrels.queryIds()) {
            for (Map.Entry<String, Integer> judged : qrels.of(queryId).entrySet()) {
              String documentId = Blanks.requireNone(judged.getKey());
              out.write(
                  Blanks.requireNone(queryId)
                      + " 0 "
                      + documentId
                      + " "
                      + judged.getValue()
                      + "\n");
            }
          }
        });
  }
}
