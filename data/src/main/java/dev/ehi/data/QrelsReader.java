package dev.ehi.data;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads judgements; the file formats differ in their columns. */
final class QrelsReader {
  private static final Pattern TAB = Pattern.compile("\t");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private QrelsReader() {}

  /** One line of qrels. */
  record Judgement(String queryId, String documentId, int grade) {}

  static Qrels read(TextFile file, RecordStream.LineParser<Judgement> format, Problems problems) {
    Qrels.Builder qrels = new Qrels.Builder();
    RecordStream.LineParser<Judgement> adding =
        (text, line) -> {
          Judgement judgement = format.parse(text, line);
          if (judgement != null) {
            add(qrels, file.name(), line, judgement);
          }
          return judgement;
        };
    try (Stream<Judgement> judgements = RecordStream.of(file, adding, problems)) {
      judgements.forEach(judgement -> {});
    }
    return qrels.build();
  }

  private static void add(Qrels.Builder qrels, String file, long line, Judgement judgement) {
    try {
      qrels.add(judgement.queryId(), judgement.documentId(), judgement.grade());
    } catch (IllegalArgumentException e) {
      throw DataException.atLine(file, line, e.getMessage() + "; keep one of the lines", e);
    }
  }

  /** BEIR: {@code query-id <tab> corpus-id <tab> score}, with or without that header. */
  static final class Beir implements RecordStream.LineParser<Judgement> {
    private final String file;
    private boolean first = true;

    Beir(String file) {
      this.file = file;
    }

    @Override
    public @Nullable Judgement parse(String text, long line) {
      String[] columns = TAB.split(text, -1);
      if (columns.length != 3) {
        throw columnCount(
            file, line, columns.length, "3 tab-separated: query-id, corpus-id, score");
      }
      boolean header = first && columns[2].strip().equals("score");
      first = false;
      return header ? null : judgement(file, line, columns[0], columns[1], columns[2]);
    }
  }

  /** TREC: {@code query-id iteration document-id grade}, separated by blanks or tabs. */
  static final class Trec implements RecordStream.LineParser<Judgement> {
    private final String file;

    Trec(String file) {
      this.file = file;
    }

    @Override
    public Judgement parse(String text, long line) {
      String[] columns = BLANKS.split(text.strip(), -1);
      if (columns.length != 4) {
        throw columnCount(file, line, columns.length, "4: query-id, iteration, document-id, grade");
      }
      return judgement(file, line, columns[0], columns[2], columns[3]);
    }
  }

  /** MS MARCO: as TREC, or {@code query-id document-id} where every pair is relevant. */
  static final class MsMarco implements RecordStream.LineParser<Judgement> {
    private final String file;
    private int expected;

    MsMarco(String file) {
      this.file = file;
    }

    @Override
    public Judgement parse(String text, long line) {
      String[] columns = BLANKS.split(text.strip(), -1);
      if (!List.of(2, 4).contains(columns.length) || (expected > 0 && columns.length != expected)) {
        throw columnCount(
            file,
            line,
            columns.length,
            expected > 0
                ? expected + " as on the lines before"
                : "4 (query-id, 0, document-id, grade) or 2 (query-id, document-id)");
      }
      expected = columns.length;
      return expected == 2
          ? judgement(file, line, columns[0], columns[1], "1")
          : judgement(file, line, columns[0], columns[2], columns[3]);
    }
  }

  private static Judgement judgement(
      String file, long line, String queryId, String documentId, String grade) {
    requireId(file, line, "query-id", queryId);
    requireId(file, line, "document-id", documentId);
    try {
      return new Judgement(queryId, documentId, Integer.parseInt(grade.strip()));
    } catch (NumberFormatException e) {
      throw DataException.atField(
          file, line, "grade", "\"%s\" is not a whole number such as 0, 1 or 2".formatted(grade));
    }
  }

  private static void requireId(String file, long line, String field, String id) {
    if (id.isBlank()) {
      throw DataException.atField(file, line, field, "is empty");
    }
  }

  private static DataException columnCount(String file, long line, int found, String expected) {
    return DataException.atLine(file, line, "%d columns; expected %s".formatted(found, expected));
  }
}
