package dev.ehi.encoder;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LeafSketches;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tree as {@code ehi/tree.safetensors}, with tensors {@code projection} (where the tree has one),
 * {@code level.{h}.weight}, {@code level.{h}.bias} and {@code
 * level.{h}.residual.{weight|down|up|bias}} for h from 1, the same behind {@code queries.} where
 * queries have weights of their own, {@code links} where leaves are linked, {@code
 * sketches.{centre|bits|factors}} where these can be seen from afar, and the {@code tree} section
 * of {@code ehi/config.json}. The numbers of leaves in {@code links}, -1 past the last one of a
 * row, are floats like all else in the file; all up to 2^24 are exact in these. So are the numbers
 * in {@code sketches.bits}, of {@value #BITS} bits each, the first component lowest.
 */
final class TreeFiles {
  private static final String PROJECTION = "projection";
  private static final String QUERIES = "queries.";
  private static final String LINKS = "links";
  private static final String SKETCHES = "sketches.";
  private static final String CENTRE = SKETCHES + "centre";
  private static final String SKETCH_BITS = SKETCHES + "bits";
  private static final String FACTORS = SKETCHES + "factors";
  private static final int BITS = 16; // of a sketch in a number

  private TreeFiles() {}

  static void write(Path file, Tree tree) throws IOException {
    List<WeightTensor> tensors = new ArrayList<>();
    add(tensors, "", tree);
    tree.queries().ifPresent(queries -> add(tensors, QUERIES, queries));
    tree.links().ifPresent(links -> tensors.add(tensor(links)));
    tree.links().flatMap(LeafLinks::sketches).ifPresent(sketches -> add(tensors, sketches));
    SafeTensors.write(file, tensors, Map.of("id", tree.id()));
  }

  private static void add(List<WeightTensor> tensors, String prefix, Tree tree) {
    tree.projection().ifPresent(rows -> tensors.add(WeightTensor.of(prefix + PROJECTION, rows)));
    for (int h = 1; h <= tree.shape().height(); h++) {
      Level level = tree.level(h);
      tensors.add(WeightTensor.of(prefix + name(h, "weight"), level.weight()));
      tensors.add(vector(prefix + name(h, "bias"), level.bias()));
      switch (level.residual()) {
        case Residual.None() -> {}
        case Residual.Dense dense -> {
          tensors.add(WeightTensor.of(prefix + name(h, "residual.weight"), dense.weight()));
          tensors.add(vector(prefix + name(h, "residual.bias"), dense.bias()));
        }
        case Residual.LowRank lowRank -> {
          tensors.add(WeightTensor.of(prefix + name(h, "residual.down"), lowRank.down()));
          tensors.add(WeightTensor.of(prefix + name(h, "residual.up"), lowRank.up()));
          tensors.add(vector(prefix + name(h, "residual.bias"), lowRank.bias()));
        }
      }
    }
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
      Conditioning conditioning = conditioning(section.at("conditioning"));
      float temperature = section.at("temperature").number();
      Weights weights = new Weights(file, tensors, "");
      tree = weights.tree(shape, conditioning, temperature);
      if (tensors.keySet().stream().anyMatch(name -> name.startsWith(QUERIES))) {
        Weights queries = new Weights(file, tensors, QUERIES);
        tree = tree.withQueries(queries.tree(shape, conditioning, temperature));
      }
      if (weights.has(LINKS)) {
        LeafLinks links = links(weights.tensor(LINKS));
        boolean areSketched = tensors.keySet().stream().anyMatch(name -> name.startsWith(SKETCHES));
        tree = tree.withLinks(areSketched ? links.withSketches(weights.sketches()) : links);
      }
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

  /** The tensors whose names begin with a prefix. */
  private record Weights(Path file, Map<String, WeightTensor> tensors, String prefix) {

    Tree tree(TreeShape shape, Conditioning conditioning, float temperature) {
      List<Level> levels = new ArrayList<>();
      for (int h = 1; h <= shape.height(); h++) {
        levels.add(level(h));
      }
      Optional<Vectors> projection =
          has(PROJECTION) ? Optional.of(tensor(PROJECTION).vectors()) : Optional.empty();
      return new Tree(shape, projection, conditioning, temperature, levels);
    }

    private Level level(int h) {
      Residual residual;
      if (has(name(h, "residual.weight"))) {
        residual =
            new Residual.Dense(
                tensor(name(h, "residual.weight")).vectors(),
                tensor(name(h, "residual.bias")).floats());
      } else if (has(name(h, "residual.down"))) {
        residual =
            new Residual.LowRank(
                tensor(name(h, "residual.down")).vectors(),
                tensor(name(h, "residual.up")).vectors(),
                tensor(name(h, "residual.bias")).floats());
      } else {
        residual = new Residual.None();
      }
      return new Level(
          residual, tensor(name(h, "weight")).vectors(), tensor(name(h, "bias")).floats());
    }

    LeafSketches sketches() {
      return LeafSketches.of(
          tensor(CENTRE).floats(), bits(tensor(SKETCH_BITS).vectors()), tensor(FACTORS).floats());
    }

    private boolean has(String name) {
      return tensors.containsKey(prefix + name);
    }

    private WeightTensor tensor(String name) {
      WeightTensor tensor = tensors.get(prefix + name);
      if (tensor == null) {
        throw new ModelException(file, "tensor '%s' is missing".formatted(prefix + name));
      }
      return tensor;
    }
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

  private static WeightTensor tensor(LeafLinks links) {
    int[] leaves = links.toArray();
    float[] values = new float[leaves.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = leaves[i];
    }
    return WeightTensor.of(LINKS, new long[] {links.leaves(), links.most()}, values);
  }

  private static LeafLinks links(WeightTensor tensor) {
    Vectors rows = tensor.vectors();
    float[] values = tensor.floats();
    int[] leaves = new int[values.length];
    Arrays.setAll(leaves, i -> (int) values[i]);
    return LeafLinks.of(rows.dim(), leaves);
  }

  private static void add(List<WeightTensor> tensors, LeafSketches sketches) {
    tensors.add(vector(CENTRE, sketches.centre()));
    tensors.add(WeightTensor.of(SKETCH_BITS, numbers(sketches)));
    tensors.add(vector(FACTORS, sketches.factors()));
  }

  private static Vectors numbers(LeafSketches sketches) {
    long[] words = sketches.bits();
    int inWord = Long.SIZE / BITS;
    int perLeaf = words.length / sketches.leaves() * inWord;
    Vectors numbers = Vectors.allocate(sketches.leaves(), perLeaf);
    float[] row = new float[perLeaf];
    for (int leaf = 0; leaf < sketches.leaves(); leaf++) {
      for (int i = 0; i < perLeaf; i++) {
        long word = words[leaf * (perLeaf / inWord) + i / inWord];
        row[i] = word >>> i * BITS & ((1 << BITS) - 1);
      }
      numbers.set(leaf, row);
    }
    return numbers;
  }

  private static long[] bits(Vectors numbers) {
    int inWord = Long.SIZE / BITS;
    int perLeaf = numbers.dim() / inWord;
    if (numbers.dim() % inWord > 0) {
      throw new IllegalArgumentException(
          "tensor '%s' has %d numbers a leaf, which are no whole words of %d"
              .formatted(SKETCH_BITS, numbers.dim(), inWord));
    }
    long[] words = new long[numbers.size() * perLeaf];
    for (int leaf = 0; leaf < numbers.size(); leaf++) {
      float[] row = numbers.row(leaf);
      for (int i = 0; i < perLeaf * inWord; i++) {
        words[leaf * perLeaf + i / inWord] |= (long) row[i] << i * BITS;
      }
    }
    return words;
  }

  private static WeightTensor vector(String name, float[] values) {
    return WeightTensor.of(name, new long[] {values.length}, values);
  }
}
