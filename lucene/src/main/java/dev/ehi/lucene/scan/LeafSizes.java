package dev.ehi.lucene.scan;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/** How many documents that can be found lie in each leaf of each tree of an index. */
public final class LeafSizes {

  private final Map<String, int[]> byTree = new HashMap<>(); // (leaves) by tree id
  private final Map<String, Long> documentsOf = new HashMap<>(); // by tree id
  private long documents;

  private LeafSizes() {}

  /**
   * Looks at every document of the segments that have deleted ones.
   *
   * @throws IOException if the leaves cannot be read
   */
  public static LeafSizes of(IndexReader reader, String field) throws IOException {
    LeafSizes sizes = new LeafSizes();
    for (LeafReaderContext context : reader.leaves()) {
      LeafField leaves = LeafFields.find(context.reader(), field);
      if (leaves != null) {
        sizes.add(leaves, context.reader().getLiveDocs());
      }
    }
    return sizes;
  }

  private void add(LeafField field, @Nullable Bits live) throws IOException {
    int[] sizes =
        byTree.computeIfAbsent(field.tree().id(), id -> new int[field.tree().shape().leaves()]);
    RandomAccessInput documentAt = field.documents();
    long all = 0;
    for (int leaf = 0; leaf < sizes.length; leaf++) {
      int found = live == null ? field.leafSize(leaf) : 0;
      for (int at = field.start(leaf); live != null && at < field.end(leaf); at++) {
        found += live.get(LeafField.document(documentAt, at)) ? 1 : 0;
      }
      sizes[leaf] += found;
      all += found;
    }
    documents += all;
    documentsOf.merge(field.tree().id(), all, Long::sum);
  }

  /**
   * The sizes of the leaves of a tree. // (leaves)
   *
   * @throws IllegalStateException if no segment has that tree
   */
  public int[] of(Tree tree) {
    int[] sizes = byTree.get(tree.id());
    if (sizes == null) {
      throw new IllegalStateException("no segment of this index has the tree " + tree.id());
    }
    return sizes;
  }

  /** The part of a document budget that falls to the segments of a tree, at least 1. */
  public int share(int budget, Tree tree) {
    long ofTree = documentsOf.getOrDefault(tree.id(), 0L);
    return (int) Math.max(1, Math.ceilDiv(budget * ofTree, Math.max(1, documents)));
  }
}
