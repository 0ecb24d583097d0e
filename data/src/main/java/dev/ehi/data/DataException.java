package dev.ehi.data;

import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be read as what it claims to be. The message names the file and, where known,
 * the line and the field, and says what was expected there.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final @Nullable String field;

  private DataException(
      String file, long line, @Nullable String field, String problem, @Nullable Throwable cause) {
    super(message(file, line, field, problem), cause);
    this.file = file;
    this.line = line;
    this.field = field;
  }

  /** A problem of the file as a whole. */
  public static DataException inFile(String file, String problem) {
    return new DataException(file, 0, null, problem, null);
  }

  /** A problem of the file as a whole, found by {@code cause}. */
  public static DataException inFile(String file, String problem, Throwable cause) {
    return new DataException(file, 0, null, problem, cause);
  }

  /** A problem of one line, counted from 1. */
  public static DataException atLine(String file, long line, String problem) {
    return new DataException(file, line, null, problem, null);
  }

  /** A problem of one line, counted from 1, found by {@code cause}. */
  public static DataException atLine(String file, long line, String problem, Throwable cause) {
    return new DataException(file, line, null, problem, cause);
  }

  /** A problem of one field (or column) of one line, counted from 1. */
  public static DataException atField(String file, long line, String field, String problem) {
    return new DataException(file, line, field, problem, null);
  }

  private static String message(String file, long line, @Nullable String field, String problem) {
    StringBuilder message = new StringBuilder(file);
    if (line > 0) {
      message.append(':').append(line);
    }
    message.append(": ");
    if (field != null) {
      message.append("field \"").append(field).append("\": ");
    }
    return message.append(problem).toString();
  }

  /** The file, or {@code archive!/entry}. */
  public String file() {
    return file;
  }

  /** The line, from 1; 0 when the problem is not one of a line. */
  public long line() {
    return line;
  }

  /** The field or column, where the problem is one of a field. */
  public @Nullable String field() {
    return field;
  }
}
