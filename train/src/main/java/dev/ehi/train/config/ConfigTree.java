package dev.ehi.train.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
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
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .build();

  private static final String TYPE = "type";

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
      throw new ConfigException(file + lineOf(e) + ": " + reason(e), e);
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
      throw new ConfigException(source + ": " + reason(e), e);
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
          "%s: unknown key '%s'; %s"
              .formatted(source, pathOf(e), nearest(e.getPropertyName(), allowed(e))),
          e);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String path = pathOf(e);
      String prefix = path.isEmpty() ? "" : path + ": ";
      throw new ConfigException(source + ": " + prefix + cause.getMessage(), e);
    } catch (DatabindException e) {
      throw new ConfigException(source + ": " + pathOf(e) + ": " + reason(e), e);
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
        ObjectNode chosen = chosenBase(baseChild, child.get(TYPE), childPath);
        base.set(key, chosen);
        merge(chosen, child, childPath);
      } else {
        base.set(key, entry.getValue());
      }
    }
  }

  /** The values that a layer of the given type is merged over. */
  private static ObjectNode chosenBase(ObjectNode current, @Nullable JsonNode type, String path) {
    if (type == null || type.equals(current.get(TYPE))) {
      return current;
    }
    for (Object alternative : Alternatives.BY_PATH.getOrDefault(path, List.of())) {
      ObjectNode defaults = (ObjectNode) section(alternative);
      if (type.equals(defaults.get(TYPE))) {
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

  private static String reason(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("malformed");
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

  /** The keys that may stand beside an unknown one; {@code type} too where types are chosen. */
  private SortedSet<String> allowed(UnrecognizedPropertyException e) {
    JsonNode section = root;
    for (JacksonException.Reference step : e.getPath().subList(0, e.getPath().size() - 1)) {
      section = section.path(step.getPropertyName());
    }
    SortedSet<String> allowed = new TreeSet<>();
    e.getKnownPropertyIds().forEach(key -> allowed.add(String.valueOf(key)));
    if (section.has(TYPE)) {
      allowed.add(TYPE);
    }
    return allowed;
  }

  private static String nearest(String unknown, SortedSet<String> allowed) {
    return allowed.stream()
        .min(Comparator.comparingInt(key -> EditDistance.between(unknown, key)))
        .map(best -> "did you mean '%s'? Known are %s".formatted(best, String.join(", ", allowed)))
        .orElse("no key is allowed there");
  }
}
