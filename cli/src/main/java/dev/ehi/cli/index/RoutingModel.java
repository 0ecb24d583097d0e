package dev.ehi.cli.index;

import dev.ehi.cli.console.ModelFolder;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.VectorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What routes given vectors: the tree and adapter that a training on vectors made, or those of a
 * model directory.
 */
public record RoutingModel(Path path, Tree tree, Optional<Adapter> adapter) {

  /**
   * Opens a model, or the one in the folder of a training run.
   *
   * @throws IllegalArgumentException if it has no tree
   */
  public static RoutingModel open(Path path) throws IOException {
    Path folder = ModelFolder.of(path);
    VectorModel model = VectorModel.read(folder);
    return new RoutingModel(folder, require(model.tree(), folder), model.adapter());
  }

  static Tree tree(ModelDirectory model) {
    return require(model.tree(), model.path());
  }

  /** Builds an index of a corpus whose vectors have been through the adapter already. */
  public VectorIndexBuild ofFinalVectors(String corpus) {
    return new VectorIndexBuild(tree, Optional.empty(), IndexProperties.complete(path, corpus));
  }

  /** Builds an index of a corpus whose vectors have not been through the adapter. */
  VectorIndexBuild ofPlainVectors(String corpus) {
    return new VectorIndexBuild(tree, adapter, IndexProperties.complete(path, corpus));
  }

  /**
   * Vectors that have not been through the adapter, as the tree is to see them.
   *
   * @param plain changed in place // (size, dim)
   * @return the same vectors, through the adapter and of length 1
   */
  public Vectors adapted(Vectors plain) {
    plain.normalize();
    for (int i = 0; adapter.isPresent() && i < plain.size(); i++) {
      float[] vector = plain.row(i);
      adapter.get().apply(vector);
      plain.set(i, vector);
    }
    return plain;
  }

  private static Tree require(Optional<Tree> tree, Path folder) {
    return tree.orElseThrow(
        () ->
            new IllegalArgumentException(
                folder + ": the model has no tree; train one with 'ehi train'"));
  }
}
