package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.VectorModel;
import java.io.IOException;
import java.nio.file.Path;

/** The tree that an experiment is asked to look at. */
final class TreeArgument {
  private static final float TEMPERATURE = .1f;

  private TreeArgument() {}

  /**
   * That of a model, with or without an encoder, or k-means lists.
   *
   * @param argument a model with a tree, or the number of lists
   * @param documents to cluster // (documents, dim)
   * @throws IOException if the model cannot be read
   */
  static Tree of(String argument, Vectors documents) throws IOException {
    if (!argument.matches("[0-9]+")) {
      return VectorModel.read(Path.of(argument)).tree().orElseThrow();
    }
    int lists = Integer.parseInt(argument);
    return Tree.ofCentroids(
        KMeans.centroids(documents, lists, KMeans.Config.seeded(1), Progress.none()), TEMPERATURE);
  }
}
