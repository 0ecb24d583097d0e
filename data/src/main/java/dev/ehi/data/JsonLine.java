package dev.ehi.data;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The string fields of a JSON object that stands on one line; fields of other types are ignored.
 */
final class JsonLine {
  static final String ID = "_id";
  private static final JsonFactory JSON = new JsonFactory();

  private final String file;
  private final long line;
  private final Map<String, String> strings = HashMap.newHashMap(4);
  private final Map<String, JsonToken> others = HashMap.newHashMap(2);

  private JsonLine(String file, long line) {
    this.file = file;
    this.line = line;
  }

  /**
   * Parses one line.
   *
   * @throws DataException when the line is not exactly one JSON object
   */
  static JsonLine parse(String file, long line, String text) {
    JsonLine parsed = new JsonLine(file, line);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw DataException.atLine(
            file, line, "not a JSON object; every line must be one object {...}");
      }
      parsed.readFields(parser);
      if (parser.nextToken() != null) {
        throw DataException.atLine(
            file, line, "more text after the JSON object; put each object on its own line");
      }
    } catch (JacksonException e) {
      throw DataException.atLine(
          file,
          line,
          "broken JSON at column %d: %s"
              .formatted(e.getLocation().getColumnNr(), e.getOriginalMessage()),
          e);
    }
    return parsed;
  }

  String file() {
    return file;
  }

  long line() {
    return line;
  }

  /** The id, a string or a whole number, never empty. */
  String id() {
    String id = required(ID);
    if (id.isBlank()) {
      throw DataException.atField(file, line, ID, "is empty; give every line an id");
    }
    return id;
  }

  /** The field's text. */
  String required(String field) {
    String value = strings.get(field);
    if (value != null) {
      return value;
    }
    JsonToken other = others.get(field);
    throw DataException.atField(
        file,
        line,
        field,
        other == null
            ? "is missing; the fields here are " + fields()
            : "must be a string, not " + described(other));
  }

  /** The field's text; empty when it is missing or null. */
  String optional(String field) {
    JsonToken other = others.get(field);
    if (other != null && other != JsonToken.VALUE_NULL) {
      return required(field);
    }
    return strings.getOrDefault(field, "");
  }

  private void readFields(JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING
          || (value == JsonToken.VALUE_NUMBER_INT && field.equals(ID))) {
        strings.put(field, parser.getString());
      } else {
        others.put(field, value);
        parser.skipChildren();
      }
    }
  }

  private String fields() {
    SortedSet<String> all = new TreeSet<>(strings.keySet());
    all.addAll(others.keySet());
    return all.toString();
  }

  private static String described(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }
}
