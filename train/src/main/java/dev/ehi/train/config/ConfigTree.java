package dev.ehi.train.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * A configuration as a JSON tree, on which layers of overrides are merged before it is bound to
 * records again. Where a layer changes the {@code type} of an alternative, the values of the former
 * type give way to the defaults of the new one.
 */
final class ConfigTree {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .build();

  private final ObjectNode root;
  private String source = "the configuration";

  private ConfigTree(ObjectNode root) {
    this.root = root;
  }

  static ConfigTree of(TrainConfig config) {
    return new ConfigTree(YAML.valueToTree(config));
  }

  /** Merges a file over this tree. */
  ConfigTree merge(Path file) {
    source = file.toString();
    JsonNode layer;
    try {
      layer = YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new ConfigException(file + lineOf(e) + ": " + e.getOriginalMessage(), e);
    }
    if (layer.isMissingNode() || layer.isNull()) {
      return this;
    }
    if (!(layer instanceof ObjectNode object)) {
      throw new ConfigException(file + ": must hold keys and values, but holds " + layer);
    }
    merge(root, object, "");
    return this;
  }

  /** Sets one value by its dotted path. */
  void set(String path, String value) {
    source = "--set " + path + "=" + value;
    JsonNode node;
    try {
      node = YAML.readTree(value);
    } catch (JacksonException e) {
      throw new ConfigException(source + ": " + e.getOriginalMessage(), e);
    }
    String[] keys = path.split("\\.", -1);
    for (int i = keys.length - 1; i >= 0; i--) {
      ObjectNode parent = YAML.createObjectNode();
      parent.set(keys[i], node);
      node = parent;
    }
    merge(root, (ObjectNode) node, "");
  }

  /** The records of this tree; errors name the source of the last layer. */
  TrainConfig bind() {
    try {
      return YAML.treeToValue(root, TrainConfig.class);
    } catch (UnrecognizedPropertyException e) {
      throw new ConfigException(
          "%s: unknown key '%s'%s"
              .formatted(source, pathOf(e), nearest(e.getPropertyName(), e.getKnownPropertyIds())),
          e);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String path = pathOf(e);
      String prefix = path.isEmpty() ? "" : path + ": ";
      throw new ConfigException(source + ": " + prefix + cause.getMessage(), e);
    } catch (DatabindException e) {
      throw new ConfigException(source + ": " + pathOf(e) + ": " + e.getOriginalMessage(), e);
    }
  }

  Map<String, Object> map() {
    return YAML.convertValue(root, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  String yaml() {
    return YAML.writeValueAsString(root);
  }

  private static void merge(ObjectNode base, ObjectNode layer, String path) {
    for (Map.Entry<String, JsonNode> entry : layer.properties()) {
      String key = entry.getKey();
      String childPath = path.isEmpty() ? key : path + "." + key;
      JsonNode below = base.get(key);
      if (below instanceof ObjectNode baseChild && entry.getValue() instanceof ObjectNode child) {
        ObjectNode chosen = chosenBase(baseChild, child.get("type"), childPath);
        base.set(key, chosen);
        merge(chosen, child, childPath);
      } else {
        base.set(key, entry.getValue());
      }
    }
  }

  /** The values that a layer of the given type is merged over. */
  private static ObjectNode chosenBase(ObjectNode current, @Nullable JsonNode type, String path) {
    if (type == null || type.equals(current.get("type"))) {
      return current;
    }
    for (Object alternative : Alternatives.BY_PATH.getOrDefault(path, List.of())) {
      ObjectNode defaults = (ObjectNode) section(alternative);
      if (type.equals(defaults.get("type"))) {
        return defaults;
      }
    }
    return current;
  }

  private static JsonNode section(Object alternative) {
    return YAML.valueToTree(alternative);
  }

  private static String lineOf(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  private static String pathOf(DatabindException e) {
    return e.getPath().stream()
        .map(
            reference ->
                reference.getPropertyName() == null
                    ? "[" + reference.getIndex() + "]"
                    : reference.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String nearest(String unknown, @Nullable Collection<Object> known) {
    if (known == null || known.isEmpty()) {
      return "; no key is allowed there";
    }
    List<String> names =
        new ArrayList<>(new TreeSet<>(known.stream().map(String::valueOf).toList()));
    Iterator<String> rest = names.iterator();
    String best = rest.next();
    while (rest.hasNext()) {
      String name = rest.next();
      if (EditDistance.between(unknown, name) < EditDistance.between(unknown, best)) {
        best = name;
      }
    }
    return "; did you mean '%s'? Known are %s".formatted(best, String.join(", ", names));
  }
}
