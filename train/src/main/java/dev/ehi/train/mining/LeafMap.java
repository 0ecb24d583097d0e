package dev.ehi.train.mining;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * M of the paper: which documents live in which leaf. Each lives in exactly one, the most probable
 * for its vector.
 */
public final class LeafMap {
  private final int[] leafOf; // (documents)
  private final int[] start; // (leaves + 1) places in members
  private final int[] members; // (documents) grouped by leaf, ascending in a leaf

  private LeafMap(int[] leafOf, int leaves) {
    this.leafOf = leafOf;
    start = new int[leaves + 1];
    for (int leaf : leafOf) {
      start[leaf + 1]++;
    }
    for (int leaf = 0; leaf < leaves; leaf++) {
      start[leaf + 1] += start[leaf];
    }
    int[] next = Arrays.copyOf(start, leaves);
    members = new int[leafOf.length];
    for (int document = 0; document < leafOf.length; document++) {
      members[next[leafOf[document]]++] = document;
    }
  }

  /**
   * Routes every document to its best leaf.
   *
   * @param documents of length 1 // (documents, dim)
   */
  public static LeafMap of(Tree tree, Vectors documents) {
    int[] leafOf = new int[documents.size()];
    Parallel.blocks(
        documents.size(),
        (from, to) -> {
          Router router = tree.documentRouter();
          float[] vector = new float[documents.dim()];
          for (int document = from; document < to; document++) {
            documents.get(document, vector);
            leafOf[document] = router.leaf(vector);
          }
        });
    return new LeafMap(leafOf, tree.shape().leaves());
  }

  /**
   * A map as it was read from {@link #leafOf()}.
   *
   * @param leafOf the leaf of each document // (documents)
   */
  public static LeafMap of(int[] leafOf, int leaves) {
    return new LeafMap(leafOf.clone(), leaves);
  }

  public int leaves() {
    return start.length - 1;
  }

  /** The leaf of a document. */
  public int leafOf(int document) {
    return leafOf[document];
  }

  /** The leaf of each document. // (documents) */
  public int[] leafOf() {
    return leafOf.clone();
  }

  /** Share of the documents whose leaf is another than in a map before, of the same documents. */
  public double churnSince(LeafMap before) {
    int moved = 0;
    for (int document = 0; document < leafOf.length; document++) {
      moved += leafOf[document] == before.leafOf[document] ? 0 : 1;
    }
    return (double) moved / Math.max(1, leafOf.length);
  }

  /** The documents of a leaf, ascending. */
  public int[] documents(int leaf) {
    return Arrays.copyOfRange(members, start[leaf], start[leaf + 1]);
  }

  /** Documents in each leaf. // (leaves) */
  public int[] sizes() {
    int[] sizes = new int[leaves()];
    for (int leaf = 0; leaf < sizes.length; leaf++) {
      sizes[leaf] = start[leaf + 1] - start[leaf];
    }
    return sizes;
  }

  public LeafBalance balance() {
    return LeafBalance.of(sizes());
  }

  /** The documents of the leaves that a cursor yields, in its order, at most {@code limit}. */
  public int[] reached(LeafCursor cursor, int limit) {
    return reached(cursor, () -> limit);
  }

  /**
   * The documents of the leaves that a cursor yields, in its order, as long as they are allowed.
   *
   * @param limit how many documents may be reached; asked anew after each leaf
   */
  public int[] reached(LeafCursor cursor, IntSupplier limit) {
    int[] reached = new int[Math.clamp(limit.getAsInt(), 0, members.length)];
    int count = 0;
    while (count < reached.length) {
      int leaf = cursor.next();
      int allowed = limit.getAsInt() - count;
      if (leaf < 0 || allowed <= 0) {
        break;
      }
      int length =
          Math.min(start[leaf + 1] - start[leaf], Math.min(allowed, reached.length - count));
      System.arraycopy(members, start[leaf], reached, count, length);
      count += length;
    }
    return Arrays.copyOf(reached, count);
  }
}
