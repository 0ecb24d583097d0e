package dev.ehi.eval.curve;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.Router;
import dev.ehi.core.vector.DotProduct;
import java.util.stream.IntStream;

/**
 * A leaf index in memory, searched for real: the most probable leaves are opened, and then those
 * that the leaves of the best documents are linked to, in rounds, as long as there are new ones
 * among the best. One per thread.
 */
public final class LinkedSearch {

  private final LeafIndex index;
  private final LeafLinks links;
  private final Corpus corpus;
  private final Router router;
  private final int[] positions; // (stored) documents by position
  private final float[] scores; // (largest leaf)
  private final int[] met; // (documents) stamp of the last search that met the document
  private final int[] leafOf; // (documents) where that search met it
  private final int[] opened; // (leaves) stamp of the last search that opened the leaf
  private final int[] left; // (leaves) stamp of the last search that went on from the leaf
  private int stamp;

  /**
   * @throws IllegalArgumentException if the leaves of the index are not linked
   */
  public LinkedSearch(LeafIndex index, Corpus corpus) {
    this.index = index;
    this.links =
        index
            .tree()
            .links()
            .orElseThrow(() -> new IllegalArgumentException("a tree without links"));
    this.corpus = corpus;
    this.router = index.tree().queryRouter();
    this.positions = IntStream.range(0, index.stored()).map(index::ordinal).toArray();
    this.scores = new float[IntStream.of(index.leafSizes()).max().orElse(0)];
    this.met = new int[corpus.size()];
    this.leafOf = new int[corpus.size()];
    this.opened = new int[index.leaves()];
    this.left = new int[index.leaves()];
  }

  /**
   * The nearest of the documents that a search visits.
   *
   * @param query // (dim)
   * @param documents to visit before links are followed, or a few more: leaves are opened whole
   * @param best how many documents to go on from
   * @param k how many to return, at most
   */
  public Found search(float[] query, int documents, int best, int k) {
    stamp++;
    TopK top = corpus.top(k);
    TopK from = corpus.top(best);
    LeafCursor leaves = router.bestFirst(query);
    int visited = 0;
    while (visited < documents) {
      int leaf = leaves.next();
      if (leaf < 0) {
        break;
      }
      visited += open(leaf, query, top, from);
    }
    int before;
    do {
      before = visited;
      visited += openLinked(query, top, from);
    } while (visited > before);
    return new Found(Hits.of(top), visited, router.cost());
  }

  /** One round; returns how many documents it visits. */
  private int openLinked(float[] query, TopK top, TopK from) {
    int[] sources =
        IntStream.range(0, from.size())
            .map(rank -> leafOf[from.document(rank)])
            .filter(leaf -> left[leaf] != stamp)
            .distinct()
            .toArray();
    int visited = 0;
    for (int source : sources) {
      left[source] = stamp;
      for (int rank = 0; rank < links.count(source); rank++) {
        int leaf = links.link(source, rank);
        if (opened[leaf] != stamp) {
          visited += open(leaf, query, top, from);
        }
      }
    }
    return visited;
  }

  private int open(int leaf, float[] query, TopK top, TopK from) {
    opened[leaf] = stamp;
    int start = index.offset(leaf);
    int count = index.size(leaf);
    DotProduct.best().rowsAt(corpus.vectors().segment(), positions, start, count, query, scores);
    for (int i = 0; i < count; i++) {
      int document = positions[start + i];
      if (met[document] != stamp) {
        met[document] = stamp;
        leafOf[document] = leaf;
        top.offer(document, scores[i]);
        from.offer(document, scores[i]);
      }
    }
    return count;
  }
}
