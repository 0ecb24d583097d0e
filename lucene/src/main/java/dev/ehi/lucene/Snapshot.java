package dev.ehi.lucene;

import dev.ehi.core.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;

/** An index at one point in time, with what every search on it needs. */
final class Snapshot {

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<Segment> segments = new ArrayList<>();
  private final Tree tree;
  private final int[] leafSizes; // (leaves) documents that can be found, over all segments

  record Segment(LeafReaderContext context, LeafField leaves) {}

  /**
   * @throws IOException if the segments do not share a tree
   */
  Snapshot(DirectoryReader reader, Directory directory) throws IOException {
    this.reader = reader;
    searcher = new IndexSearcher(reader);
    for (LeafReaderContext context : reader.leaves()) {
      LeafField leaves = EhiVectorsReader.leaves(context.reader(), EhiIndex.VECTOR_FIELD);
      if (leaves != null) {
        segments.add(new Segment(context, leaves));
      }
    }
    tree = segments.isEmpty() ? TreeFile.read(directory).tree() : segments.getFirst().leaves.tree();
    for (Segment segment : segments) {
      if (!segment.leaves.tree().id().equals(tree.id())) {
        throw new IOException(
            "the segments of %s have different trees; compact the index".formatted(directory));
      }
    }
    leafSizes =
        segments.isEmpty()
            ? new int[tree.shape().leaves()]
            : LeafSizes.of(reader, EhiIndex.VECTOR_FIELD).of(tree);
  }

  DirectoryReader reader() {
    return reader;
  }

  IndexSearcher searcher() {
    return searcher;
  }

  List<Segment> segments() {
    return segments;
  }

  Tree tree() {
    return tree;
  }

  /** How many documents that can be found lie in a leaf, over all segments. */
  int leafSize(int leaf) {
    return leafSizes[leaf];
  }

  /** A copy of the sizes of all leaves. // (leaves) */
  int[] leafSizes() {
    return leafSizes.clone();
  }
}
