package dev.ehi.encoder;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tree as {@code ehi/tree.safetensors}, with tensors {@code projection} (where the tree has one),
 * {@code level.{h}.weight}, {@code level.{h}.bias} and {@code
 * level.{h}.residual.{weight|down|up|bias}} for h from 1, and the {@code tree} section of {@code
 * ehi/config.json}.
 */
final class TreeFiles {
  private static final String PROJECTION = "projection";

  private TreeFiles() {}

  static void write(Path file, Tree tree) throws IOException {
    List<WeightTensor> tensors = new ArrayList<>();
    tree.projection().ifPresent(rows -> tensors.add(WeightTensor.of(PROJECTION, rows)));
    for (int h = 1; h <= tree.shape().height(); h++) {
      Level level = tree.level(h);
      tensors.add(WeightTensor.of(name(h, "weight"), level.weight()));
      tensors.add(vector(name(h, "bias"), level.bias()));
      switch (level.residual()) {
        case Residual.None() -> {}
        case Residual.Dense dense -> {
          tensors.add(WeightTensor.of(name(h, "residual.weight"), dense.weight()));
          tensors.add(vector(name(h, "residual.bias"), dense.bias()));
        }
        case Residual.LowRank lowRank -> {
          tensors.add(WeightTensor.of(name(h, "residual.down"), lowRank.down()));
          tensors.add(WeightTensor.of(name(h, "residual.up"), lowRank.up()));
          tensors.add(vector(name(h, "residual.bias"), lowRank.bias()));
        }
      }
    }
    SafeTensors.write(file, tensors, Map.of("id", tree.id()));
  }

  static ObjectNode section(Tree tree) {
    return Json.object()
        .put("id", tree.id())
        .put("dim", tree.shape().dim())
        .put("branching", tree.shape().branching())
        .put("height", tree.shape().height())
        .put("conditioning", tree.conditioning().name().toLowerCase(Locale.ROOT))
        .put("temperature", tree.temperature());
  }

  /**
   * Reads a tree back.
   *
   * @param section the {@code tree} section of {@code ehi/config.json}
   * @throws ModelException if files are damaged or do not belong together
   */
  static Tree read(Path file, Json section) throws IOException {
    Map<String, WeightTensor> tensors = SafeTensors.read(file);
    Tree tree;
    try {
      TreeShape shape =
          new TreeShape(
              section.at("dim").integer(),
              section.at("branching").integer(),
              section.at("height").integer());
      List<Level> levels = new ArrayList<>();
      for (int h = 1; h <= shape.height(); h++) {
        levels.add(level(file, tensors, h));
      }
      Conditioning conditioning = conditioning(section.at("conditioning"));
      Optional<Vectors> projection =
          Optional.ofNullable(tensors.get(PROJECTION)).map(WeightTensor::vectors);
      tree = new Tree(shape, projection, conditioning, section.at("temperature").number(), levels);
    } catch (IllegalArgumentException e) {
      throw new ModelException(file, "no valid tree: " + e.getMessage(), e);
    }
    String id = section.at("id").text();
    if (!tree.id().equals(id)) {
      throw new ModelException(
          file,
          "the tree has id %s, but the configuration names %s; the files do not belong together"
              .formatted(tree.id(), id));
    }
    return tree;
  }

  private static Level level(Path file, Map<String, WeightTensor> tensors, int h) {
    Residual residual;
    if (tensors.containsKey(name(h, "residual.weight"))) {
      residual =
          new Residual.Dense(
              tensor(file, tensors, name(h, "residual.weight")).vectors(),
              tensor(file, tensors, name(h, "residual.bias")).floats());
    } else if (tensors.containsKey(name(h, "residual.down"))) {
      residual =
          new Residual.LowRank(
              tensor(file, tensors, name(h, "residual.down")).vectors(),
              tensor(file, tensors, name(h, "residual.up")).vectors(),
              tensor(file, tensors, name(h, "residual.bias")).floats());
    } else {
      residual = new Residual.None();
    }
    return new Level(
        residual,
        tensor(file, tensors, name(h, "weight")).vectors(),
        tensor(file, tensors, name(h, "bias")).floats());
  }

  private static Conditioning conditioning(Json field) {
    return switch (field.text()) {
      case "one_hot" -> Conditioning.ONE_HOT;
      case "per_parent" -> Conditioning.PER_PARENT;
      default -> throw field.unsupported("use one_hot or per_parent");
    };
  }

  private static String name(int level, String part) {
    return "level." + level + "." + part;
  }

  private static WeightTensor vector(String name, float[] values) {
    return WeightTensor.of(name, new long[] {values.length}, values);
  }

  private static WeightTensor tensor(Path file, Map<String, WeightTensor> tensors, String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(file, "tensor '%s' is missing".formatted(name));
    }
    return tensor;
  }
}
