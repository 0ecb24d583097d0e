package dev.ehi.cli.index;

import dev.ehi.cli.console.ModelOption;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.checkpoint.VectorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What routes given vectors: the tree and adapter that a training on vectors made, or those of a
 * model directory.
 */
public record RoutingModel(Tree tree, Optional<Adapter> adapter, Map<String, String> properties) {

  /**
   * Opens a model, or the one in the folder of a training run.
   *
   * @throws IllegalArgumentException if it has no tree
   */
  public static RoutingModel open(Path path) throws IOException {
    Path ofRun = path.resolve("model");
    Path folder = Files.isDirectory(ofRun) ? ofRun : path;
    if (VectorModel.isAt(folder)) {
      VectorModel model = VectorModel.read(folder);
      return new RoutingModel(require(model.tree(), folder), model.adapter(), Map.of());
    }
    ModelDirectory model = ModelOption.open(folder);
    return new RoutingModel(tree(model), model.adapter(), IndexProperties.complete(model));
  }

  static Tree tree(ModelDirectory model) {
    return require(model.tree(), model.path());
  }

  VectorIndexBuild build() {
    return new VectorIndexBuild(tree, adapter, properties);
  }

  private static Tree require(Optional<Tree> tree, Path folder) {
    return tree.orElseThrow(
        () ->
            new IllegalArgumentException(
                folder + ": the model has no tree; train one with 'ehi train'"));
  }
}
