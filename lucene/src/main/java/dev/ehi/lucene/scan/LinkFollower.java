package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafLinks;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.FixedBitSet;

/** Finds the leaves to which links lead from the best documents of a search. For one thread. */
abstract sealed class LinkFollower {

  private final OpenedLeaves opened;
  final LeafLinks links;
  final FixedBitSet left; // leaves gone on from

  private LinkFollower(LeafLinks links, OpenedLeaves opened) {
    this.links = links;
    this.opened = opened;
    this.left = new FixedBitSet(links.leaves());
  }

  /** One that takes the leaves next to those of the best documents. */
  static LinkFollower direct(LeafLinks links, OpenedLeaves opened) {
    return new Direct(links, opened);
  }

  /**
   * One for searches with a filter: leaves without an accepted document lead on to those that they
   * are linked to, until as many with one were reached as the first leaf has links. So the accepted
   * documents are linked as if there were no others.
   */
  static LinkFollower through(LeafLinks links, OpenedLeaves opened, List<LeafScan> scans) {
    return new Through(links, opened, scans);
  }

  /** Opens the closed leaves that those of the best documents lead to, and returns them. */
  int[] next(BestLeaves best) throws IOException {
    int before = opened.linkedCount();
    for (int rank = 0; rank < best.size(); rank++) {
      goOn(best.leaf(rank));
    }
    return opened.linked(before, opened.linkedCount());
  }

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
      if (left.getAndSet(leaf)) {
        return;
      }
      int count = links.count(leaf);
      for (int i = 0; i < count; i++) {
        open(links.link(leaf, i));
      }
    }
  }

  private static final class Through extends LinkFollower {
    private static final int MOST_WAITING = 256; // leaves without an accepted document

    private final List<LeafScan> scans;
    private final int[] waiting = new int[MOST_WAITING]; // leaves to go on from, the nearest first

    Through(LeafLinks links, OpenedLeaves opened, List<LeafScan> scans) {
      super(links, opened);
      this.scans = scans;
    }

    @Override
    void goOn(int leaf) throws IOException {
      int reached = 0;
      int wanted = links.count(leaf);
      int count = 0;
      waiting[count++] = leaf;
      for (int at = 0; at < count && reached < wanted; at++) {
        int from = waiting[at];
        if (left.getAndSet(from)) {
          continue;
        }
        int most = links.count(from);
        for (int i = 0; i < most; i++) {
          int next = links.link(from, i);
          if (accepts(next)) {
            open(next);
            reached++;
          } else if (count < MOST_WAITING) {
            waiting[count++] = next;
          }
        }
      }
    }

    private boolean accepts(int leaf) throws IOException {
      for (LeafScan scan : scans) {
        if (scan.accepted(leaf) > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
