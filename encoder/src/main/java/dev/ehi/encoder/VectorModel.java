package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@link ModelDirectory} holds beside its encoder, in the same files: {@code
 * ehi/config.json}, {@code ehi/tree.safetensors} and {@code ehi/adapter.safetensors}. It stands
 * alone where a tree was trained on vectors whose encoder is not known.
 *
 * @param tree empty for a dual encoder
 * @param adapter to be applied to vectors first; empty unless one was trained
 * @param training how it was trained: a JSON object; empty if it was not
 */
public record VectorModel(
    Optional<Tree> tree, Optional<Adapter> adapter, Map<String, Object> training) {

  /** Nothing is trained. */
  public static VectorModel none() {
    return new VectorModel(Optional.empty(), Optional.empty(), Map.of());
  }

  /** Whether a folder holds such a model and no encoder. */
  public static boolean isAt(Path folder) {
    return Files.exists(folder.resolve(ModelDirectory.EHI_CONFIG))
        && Stream.of(
                ModelDirectory.TOKENIZER,
                ModelDirectory.CONFIG,
                ModelDirectory.WEIGHTS,
                ModelDirectory.ONNX)
            .noneMatch(file -> Files.exists(folder.resolve(file)));
  }

  /**
   * Reads the part of a model that needs no encoder; there is none in a model of others.
   *
   * @throws ModelException if files are missing or damaged, or do not belong together
   */
  public static VectorModel read(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(ModelDirectory.EHI_CONFIG))) {
      requireMissing(folder, ModelDirectory.TREE);
      requireMissing(folder, ModelDirectory.ADAPTER);
      return none();
    }
    Json config = ModelDirectory.configOf(folder);
    Json section = config.at("tree");
    Path tree = folder.resolve(ModelDirectory.TREE);
    if (section.exists() && !Files.exists(tree)) {
      throw new ModelException(folder, ModelDirectory.TREE + " is missing");
    }
    Path adapter = folder.resolve(ModelDirectory.ADAPTER);
    return new VectorModel(
        section.exists() ? Optional.of(TreeFiles.read(tree, section)) : Optional.empty(),
        Files.exists(adapter) ? Optional.of(AdapterFile.read(adapter)) : Optional.empty(),
        config.object("training"));
  }

  /**
   * Puts another tree in the place of a model's, whether there is an encoder beside it or not. The
   * folder changes whole or not at all.
   *
   * @throws ModelException if the folder holds no tree
   */
  public static void replaceTree(Path folder, Tree tree) throws IOException {
    if (read(folder).tree().isEmpty()) {
      throw new ModelException(folder, "there is no tree to replace");
    }
    DurableFiles.replaceDirectory(
        folder,
        changed -> {
          copyFiles(folder, changed);
          ObjectNode config = (ObjectNode) ModelDirectory.configOf(changed).node();
          config.set("tree", TreeFiles.section(tree));
          TreeFiles.write(changed.resolve(ModelDirectory.TREE), tree);
          Json.write(changed.resolve(ModelDirectory.EHI_CONFIG), config);
        });
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all.skip(1)::iterator) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void requireMissing(Path folder, String file) {
    if (Files.exists(folder.resolve(file))) {
      throw new ModelException(
          folder, "%s is missing beside %s".formatted(ModelDirectory.EHI_CONFIG, file));
    }
  }

  /** Writes the model into a folder that exists. */
  public void write(Path folder) throws IOException {
    write(folder, ModelDirectory.emptyConfig());
  }

  /**
   * @param config other sections of {@code ehi/config.json}
   */
  void write(Path folder, ObjectNode config) throws IOException {
    if (tree.isPresent()) {
      config.set("tree", TreeFiles.section(tree.get()));
      TreeFiles.write(folder.resolve(ModelDirectory.TREE), tree.get());
    }
    if (adapter.isPresent()) {
      AdapterFile.write(folder.resolve(ModelDirectory.ADAPTER), adapter.get());
    }
    config.set("training", Json.MAPPER.valueToTree(training));
    Json.write(folder.resolve(ModelDirectory.EHI_CONFIG), config);
  }
}
