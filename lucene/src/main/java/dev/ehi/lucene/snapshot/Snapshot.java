package dev.ehi.lucene.snapshot;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.scan.LeafSizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;

/** An index at one point in time, with what every search on it needs. */
public final class Snapshot {

  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final List<Segment> segments = new ArrayList<>();
  private final Tree tree;
  private final int[] leafSizes; // (leaves) documents that can be found, over all segments

  /** A segment that has vectors, and their leaves. */
  public record Segment(LeafReaderContext context, LeafField leaves) {}

  /**
   * @param reader stays open for as long as the snapshot is used, and is not closed by it
   * @param field with the vectors
   * @throws IOException if the segments do not share a tree
   */
  public Snapshot(DirectoryReader reader, Directory directory, String field) throws IOException {
    this.reader = reader;
    searcher = new IndexSearcher(reader);
    for (LeafReaderContext context : reader.leaves()) {
      LeafField leaves = LeafFields.find(context.reader(), field);
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
        segments.isEmpty() ? new int[tree.shape().leaves()] : LeafSizes.of(reader, field).of(tree);
  }

  /** Of all segments, those without vectors included. */
  public DirectoryReader reader() {
    return reader;
  }

  /** On the same reader, for filters and stored fields. */
  public IndexSearcher searcher() {
    return searcher;
  }

  /** Those that have vectors, in the order of the reader. */
  public List<Segment> segments() {
    return segments;
  }

  /** The one that all segments share; of an index without any, the one that it was given. */
  public Tree tree() {
    return tree;
  }

  /** How many documents that can be found lie in a leaf, over all segments. */
  public int leafSize(int leaf) {
    return leafSizes[leaf];
  }

  /** A copy of the sizes of all leaves. // (leaves) */
  public int[] leafSizes() {
    return leafSizes.clone();
  }
}
