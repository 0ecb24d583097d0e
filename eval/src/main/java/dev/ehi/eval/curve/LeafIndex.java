package dev.ehi.eval.curve;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.stream.IntStream;

/**
 * A tree and the documents of each of its leaves. The EHI tree and k-means IVF are both this class:
 * they differ in the tree only.
 */
public final class LeafIndex {

  private final Tree tree;
  private final int[] offsets; // (leaves + 1) first position of a leaf in ordinals
  private final int[] ordinals; // (documents * leavesPerDocument) by leaf, ascending within
  private final int leavesPerDocument;

  private LeafIndex(Tree tree, int[] offsets, int[] ordinals, int leavesPerDocument) {
    this.tree = tree;
    this.offsets = offsets;
    this.ordinals = ordinals;
    this.leavesPerDocument = leavesPerDocument;
  }

  /**
   * Routes every document to its most probable leaves.
   *
   * @param documents // (documents, dim)
   * @param leavesPerDocument how many leaves hold each document (spilling); 1 is the paper's
   * @throws IllegalArgumentException if the tree has fewer leaves than that
   */
  public static LeafIndex build(
      Tree tree, Vectors documents, int leavesPerDocument, Progress progress) {
    int leaves = tree.shape().leaves();
    if (leavesPerDocument < 1 || leavesPerDocument > leaves) {
      throw new IllegalArgumentException(
          "a document can be in 1 to %d leaves of this tree, not in %d"
              .formatted(leaves, leavesPerDocument));
    }
    int[] leafOf = new int[documents.size() * leavesPerDocument];
    try (Progress.Task task = progress.start("route documents", documents.size(), "documents")) {
      Parallel.blocks(
          documents.size(),
          (from, to) -> {
            route(tree, documents, from, to, leavesPerDocument, leafOf);
            task.advance(to - from);
          });
    }
    return sorted(tree, leafOf, leavesPerDocument);
  }

  private static void route(
      Tree tree, Vectors documents, int from, int to, int leavesPerDocument, int[] leafOf) {
    Router router = tree.documentRouter();
    float[] document = new float[documents.dim()];
    for (int i = from; i < to; i++) {
      documents.get(i, document);
      LeafCursor cursor = router.bestFirst(document);
      for (int r = 0; r < leavesPerDocument; r++) {
        leafOf[i * leavesPerDocument + r] = cursor.next();
      }
    }
  }

  /** Counting sort of the copies by leaf. */
  private static LeafIndex sorted(Tree tree, int[] leafOf, int leavesPerDocument) {
    int[] offsets = new int[tree.shape().leaves() + 1];
    for (int leaf : leafOf) {
      offsets[leaf + 1]++;
    }
    for (int leaf = 1; leaf < offsets.length; leaf++) {
      offsets[leaf] += offsets[leaf - 1];
    }
    int[] next = offsets.clone();
    int[] ordinals = new int[leafOf.length];
    for (int i = 0; i < leafOf.length; i++) {
      ordinals[next[leafOf[i]]++] = i / leavesPerDocument;
    }
    return new LeafIndex(tree, offsets, ordinals, leavesPerDocument);
  }

  public Tree tree() {
    return tree;
  }

  public int leavesPerDocument() {
    return leavesPerDocument;
  }

  public int leaves() {
    return offsets.length - 1;
  }

  /** How many documents a visit of all leaves scores, duplicates counted. */
  public int stored() {
    return ordinals.length;
  }

  /** Documents in each leaf. // (leaves) */
  public int[] leafSizes() {
    return IntStream.range(0, leaves()).map(this::size).toArray();
  }

  /** The first position of a leaf; it ends where the next one begins. */
  int offset(int leaf) {
    return offsets[leaf];
  }

  /** Documents in a leaf. */
  int size(int leaf) {
    return offsets[leaf + 1] - offsets[leaf];
  }

  /** Whether a document lives in a leaf. */
  public boolean holds(int leaf, int document) {
    return IntStream.range(offsets[leaf], offsets[leaf + 1]).anyMatch(p -> ordinals[p] == document);
  }

  /** The document at a position. */
  int ordinal(int position) {
    return ordinals[position];
  }
}
