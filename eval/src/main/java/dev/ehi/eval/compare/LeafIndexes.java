package dev.ehi.eval.compare;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.eval.compare.Contender.KMeansIvf;
import dev.ehi.eval.compare.Contender.LearnedTree;
import dev.ehi.eval.curve.LeafIndex;
import java.util.ArrayList;
import java.util.List;

/** The leaf indexes that tuning chooses between. */
final class LeafIndexes {

  /** Sharpness of the softmax over cosines to which the temperatures of stop rules are relative. */
  private static final float TEMPERATURE = .1f;

  private LeafIndexes() {}

  /** Of a given tree, one for each number of leaves a document. */
  static List<LeafIndex> of(LearnedTree learned, Progress progress) {
    return of(
        learned.tree(), learned.embeddings().documents(), learned.leavesPerDocument(), progress);
  }

  /** Of k-means, for each number of leaves too; leaves are linked as those of a learned tree. */
  static List<LeafIndex> of(KMeansIvf ivf, long seed, Progress progress) {
    Vectors documents = ivf.embeddings().documents();
    List<LeafIndex> indexes = new ArrayList<>();
    for (int leaves : ivf.leafCounts()) {
      Tree tree =
          Tree.ofCentroids(
              KMeans.centroids(documents, leaves, KMeans.Config.seeded(seed), progress),
              TEMPERATURE);
      Tree linked =
          LinkLearner.linked(tree, documents, documents.slice(0, 0), LeafLinks.STANDARD, progress);
      indexes.addAll(of(linked, documents, ivf.leavesPerDocument(), progress));
    }
    return indexes;
  }

  private static List<LeafIndex> of(
      Tree tree, Vectors documents, List<Integer> leavesPerDocument, Progress progress) {
    return leavesPerDocument.stream()
        .filter(copies -> copies <= tree.shape().leaves())
        .map(copies -> LeafIndex.build(tree, documents, copies, progress))
        .toList();
  }
}
