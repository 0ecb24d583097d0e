package dev.ehi.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * TREC topics, either classic (SGML without closing tags: {@code <top> <num> Number: 301 <title>
 * ... <desc> Description: ... <narr> Narrative: ... </top>}) or one topic a line ({@code number
 * <tab> title}), as in the Deep Learning tracks.
 */
public final class TrecTopics {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern TAG = Pattern.compile("<(/?)(num|title|desc|narr)>");

  private TrecTopics() {}

  /**
   * Reads a file, plain or gzip ({@code .gz}).
   *
   * @throws DataException when a topic is malformed or repeated
   */
  public static List<TrecTopic> read(Path path) {
    Parser parser = new Parser(path.toString());
    try (Stream<TrecTopic> topics = RecordStream.of(TextFile.of(path), parser, Problems.THROW)) {
      List<TrecTopic> read = topics.toList();
      parser.requireClosed();
      return read;
    }
  }

  /** Writes the classic form, whole or not at all; gzip where the name ends in {@code .gz}. */
  public static void write(Path path, List<TrecTopic> topics) throws IOException {
    TextOutput.write(
        path,
        out -> {
          for (TrecTopic topic : topics) {
            out.write("<top>\n\n<num> Number: " + topic.number() + "\n<title> " + topic.title());
            out.write("\n\n<desc> Description:\n" + topic.description());
            out.write("\n\n<narr> Narrative:\n" + topic.narrative() + "\n\n</top>\n\n");
          }
        });
  }

  /** Puts the lines of classic topics together. */
  private static final class Parser implements RecordStream.LineParser<TrecTopic> {
    private final String file;
    private final IdSet numbers = new IdSet();
    private @Nullable OpenTopic open;

    private Parser(String file) {
      this.file = file;
    }

    @Override
    public @Nullable TrecTopic parse(String text, long line) {
      String row = text.strip();
      if (row.startsWith("<top>")) {
        requireClosed();
        open = new OpenTopic(file, line);
        return null;
      }
      if (open == null) {
        MsMarcoSet.TwoColumns columns =
            MsMarcoSet.TwoColumns.parse(file, line, text, "title (or <top>)");
        return unique(line, new TrecTopic(columns.id(), columns.text(), "", ""));
      }
      if (row.startsWith("</top>")) {
        TrecTopic topic = open.close();
        open = null;
        return unique(line, topic);
      }
      open.add(row);
      return null;
    }

    private void requireClosed() {
      if (open != null) {
        throw DataException.atLine(file, open.line, "<top> without </top>");
      }
    }

    private TrecTopic unique(long line, TrecTopic topic) {
      if (!numbers.add(topic.number())) {
        throw FileSet.duplicate(file, line, "num", topic.number());
      }
      return topic;
    }
  }

  /** The lines of a classic topic. */
  private static final class OpenTopic {
    private final String file;
    private final long line;
    private final StringBuilder body = new StringBuilder();

    private OpenTopic(String file, long line) {
      this.file = file;
      this.line = line;
    }

    private void add(String text) {
      body.append(text).append('\n');
    }

    private TrecTopic close() {
      return new TrecTopic(
          required("num", "Number:"),
          required("title", "Topic:"),
          element("desc", "Description:"),
          element("narr", "Narrative:"));
    }

    private String required(String tag, String label) {
      String text = element(tag, label);
      if (text.isEmpty()) {
        throw DataException.atField(file, line, tag, "is missing in the topic that begins here");
      }
      return text;
    }

    /** The text from a tag to the next one, without the label that stands before it. */
    private String element(String tag, String label) {
      Matcher tags = TAG.matcher(body);
      int from = -1;
      while (tags.find()) {
        if (from >= 0) {
          return text(from, tags.start(), label);
        }
        if (tags.group(1).isEmpty() && tags.group(2).equals(tag)) {
          from = tags.end();
        }
      }
      return from < 0 ? "" : text(from, body.length(), label);
    }

    private String text(int from, int to, String label) {
      String text = BLANKS.matcher(body.substring(from, to)).replaceAll(" ").strip();
      return text.startsWith(label) ? text.substring(label.length()).strip() : text;
    }
  }
}
