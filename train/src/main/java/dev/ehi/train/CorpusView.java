package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.start.TreeStart;

/**
 * The corpus as the weights of one step see it.
 *
 * @param tree in training, or k-means lists on these vectors for a dual encoder
 * @param documents // (documents, dim)
 * @param leaves of the documents in that tree
 */
record CorpusView(Tree tree, Vectors documents, LeafMap leaves) {

  /** Other vectors of the documents through the same tree. */
  CorpusView with(Vectors others) {
    return others == documents ? this : of(tree, others);
  }

  static CorpusView of(Tree tree, Vectors documents) {
    return new CorpusView(tree, documents, LeafMap.of(tree, documents));
  }

  /** Through fresh k-means lists. */
  static CorpusView ofLists(Vectors documents, int leaves, long seed, Progress progress) {
    return of(TreeStart.lists(documents, leaves, seed, progress), documents);
  }

  /** As the learner's tree sees it, or through lists where it has none. */
  static CorpusView of(
      Learner learner, IndexConfig index, Vectors documents, long seed, Progress progress) {
    return switch (index) {
      case IndexConfig.Learned learned -> of(learner.tree().orElseThrow(), documents);
      case IndexConfig.None none ->
          ofLists(documents, none.leavesFor(documents.size()), seed, progress);
    };
  }
}
