package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON files of a model directory, read with errors that name file and field. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final Path file;
  private final JsonNode node;
  private final String path;

  private Json(Path file, JsonNode node, String path) {
    this.file = file;
    this.node = node;
    this.path = path;
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it is no JSON
   */
  static Json read(Path file) throws IOException {
    try {
      return new Json(file, MAPPER.readTree(Files.readAllBytes(file)), "");
    } catch (JacksonException e) {
      throw new ModelException(file, "not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  static void write(Path file, JsonNode node) throws IOException {
    byte[] bytes = MAPPER.writeValueAsBytes(node);
    DurableFiles.write(file, bytes);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  JsonNode node() {
    return node;
  }

  /** The value of a field; its readers fail with the field's full name. */
  Json at(String field) {
    return new Json(file, node.path(field), path.isEmpty() ? field : path + "." + field);
  }

  /** An object's fields as plain values; empty if it is not there. */
  Map<String, Object> object(String field) {
    JsonNode object = node.path(field);
    return object.isObject() ? MAPPER.convertValue(object, OBJECT) : Map.of();
  }

  boolean exists() {
    return !node.isMissingNode() && !node.isNull();
  }

  int integer() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong("an integer");
    }
    return node.asInt();
  }

  float number() {
    if (!node.isNumber()) {
      throw wrong("a number");
    }
    return node.floatValue();
  }

  String text() {
    if (!node.isString()) {
      throw wrong("a string");
    }
    return node.asString();
  }

  int integer(int ifAbsent) {
    return exists() ? integer() : ifAbsent;
  }

  float number(float ifAbsent) {
    return exists() ? number() : ifAbsent;
  }

  String text(String ifAbsent) {
    return exists() ? text() : ifAbsent;
  }

  /** The error of a value that is there but means nothing here. */
  ModelException unsupported(String hint) {
    return new ModelException(
        file, "field '%s': %s is not supported; %s".formatted(path, node, hint));
  }

  private ModelException wrong(String expected) {
    String found = exists() ? "is " + node : "is missing";
    return new ModelException(file, "field '%s' %s; expected %s".formatted(path, found, expected));
  }
}
