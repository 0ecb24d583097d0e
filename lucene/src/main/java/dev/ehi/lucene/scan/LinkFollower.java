package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafLinks;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.FixedBitSet;

/** Finds the leaves to which links lead from the best documents of a search. For one thread. */
abstract sealed class LinkFollower {

  final LeafLinks links;
  private final OpenedLeaves opened;

  private LinkFollower(LeafLinks links, OpenedLeaves opened) {
    this.links = links;
    this.opened = opened;
  }

  /** One that takes the leaves next to those of the best documents. */
  static LinkFollower direct(LeafLinks links, OpenedLeaves opened) {
    return new Direct(links, opened);
  }

  /**
   * One for searches with a filter: leaves whose documents are all left out lead on to those that
   * they are linked to, until as many others were reached as the first leaf has links. At most
   * {@value Through#MOST_PASSED} leaves lead on from each.
   */
  static LinkFollower through(LeafLinks links, OpenedLeaves opened, List<LeafScan> scans) {
    return new Through(links, opened, scans);
  }

  /** Opens the closed leaves that those of the best documents lead to, and returns them. */
  final int[] next(BestLeaves best) throws IOException {
    int before = opened.linkedCount();
    for (int rank = 0; rank < best.size(); rank++) {
      if (best.leave(rank)) {
        goOn(best.leaf(rank));
      }
    }
    return opened.linked(before, opened.linkedCount());
  }

  /** Of a leaf that holds several of the best documents, this is asked for each of them. */
  abstract void goOn(int leaf) throws IOException;

  final void open(int leaf) {
    opened.openLinked(leaf);
  }

  private static final class Direct extends LinkFollower {
    Direct(LeafLinks links, OpenedLeaves opened) {
      super(links, opened);
    }

    @Override
    void goOn(int leaf) {
      int count = links.count(leaf);
      for (int i = 0; i < count; i++) {
        open(links.link(leaf, i));
      }
    }
  }

  private static final class Through extends LinkFollower {
    static final int MOST_PASSED = 256;

    private final List<LeafScan> scans;
    private final int[] waiting = new int[1 + MOST_PASSED]; // leaves to go on from, nearest first
    private final int[] seen; // (leaves) number of the last source that led there
    private final FixedBitSet left; // leaves gone on from
    private int source;

    Through(LeafLinks links, OpenedLeaves opened, List<LeafScan> scans) {
      super(links, opened);
      this.scans = scans;
      this.seen = new int[links.leaves()];
      this.left = new FixedBitSet(links.leaves());
    }

    @Override
    void goOn(int leaf) throws IOException {
      if (left.getAndSet(leaf)) {
        return;
      }
      seen[leaf] = ++source;
      int reached = 0;
      int wanted = links.count(leaf);
      int count = 0;
      waiting[count++] = leaf;
      for (int at = 0; at < count && reached < wanted; at++) {
        int from = waiting[at];
        int most = links.count(from);
        for (int i = 0; i < most && reached < wanted; i++) {
          int next = links.link(from, i);
          if (seen[next] == source) {
            continue;
          }
          seen[next] = source;
          if (!isLeftOut(next)) {
            open(next);
            reached++;
          } else if (count < waiting.length) {
            waiting[count++] = next;
          }
        }
      }
    }

    private boolean isLeftOut(int leaf) throws IOException {
      int documents = 0;
      for (LeafScan scan : scans) {
        if (scan.accepted(leaf) > 0) {
          return false;
        }
        documents += scan.size(leaf);
      }
      return documents > 0;
    }
  }
}
