package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkWalk;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.FixedBitSet;

/** Finds the leaves to which links lead from the best documents of a search. For one thread. */
abstract sealed class LinkFollower {
  final LeafLinks links;
  private final OpenedLeaves opened;
  private final LinkCandidates candidates;
  private final int[] sources = new int[LinkWalk.SOURCES];

  private LinkFollower(LeafLinks links, OpenedLeaves opened, LinkCandidates candidates) {
    this.links = links;
    this.opened = opened;
    this.candidates = candidates;
  }

  /** One that takes the leaves next to those of the best documents. */
  static LinkFollower direct(LeafLinks links, OpenedLeaves opened, LinkCandidates candidates) {
    return new Direct(links, opened, candidates);
  }

  /**
   * One for searches with a filter: leaves whose documents are all left out lead on to those that
   * they are linked to, until as many others were reached as the first leaf has links. At most
   * {@value Through#MOST_PASSED} leaves lead on from each.
   */
  static LinkFollower through(
      LeafLinks links, OpenedLeaves opened, LinkCandidates candidates, List<LeafScan> scans) {
    return new Through(links, opened, candidates, scans);
  }

  /**
   * Opens some of the promising leaves that those of the best documents lead to, and returns them;
   * none if that is all.
   */
  final int[] next(BestLeaves best) throws IOException {
    int before = opened.linkedCount();
    float least = best.competitive();
    boolean goesOn = true;
    while (opened.linkedCount() == before && goesOn) {
      goesOn = lookAround(best);
      for (int leaf : candidates.takePromising(least)) {
        opened.openLinked(leaf);
      }
    }
    return opened.linked(before, opened.linkedCount());
  }

  /** Finds some candidates; returns false if there are no more. */
  private boolean lookAround(BestLeaves best) throws IOException {
    while (candidates.size() < LinkWalk.TOGETHER) {
      int count = best.leave(sources);
      if (count == 0) {
        return false;
      }
      goOn(sources, count);
    }
    return true;
  }

  /**
   * Finds what some leaves lead to. Of one that holds several of the best documents, this is asked
   * for each of them.
   */
  abstract void goOn(int[] leaves, int count) throws IOException;

  final void consider(int leaf) {
    if (!opened.isOpen(leaf)) {
      candidates.add(leaf);
    }
  }

  private static final class Direct extends LinkFollower {
    private final int[] ahead; // (sources, most) links

    Direct(LeafLinks links, OpenedLeaves opened, LinkCandidates candidates) {
      super(links, opened, candidates);
      ahead = new int[LinkWalk.SOURCES * links.most()];
    }

    @Override
    void goOn(int[] leaves, int count) {
      links.copy(leaves, count, ahead);
      for (int i = 0; i < count * links.most(); i++) {
        if (ahead[i] >= 0) {
          consider(ahead[i]);
        }
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

    Through(LeafLinks links, OpenedLeaves opened, LinkCandidates candidates, List<LeafScan> scans) {
      super(links, opened, candidates);
      this.scans = scans;
      this.seen = new int[links.leaves()];
      this.left = new FixedBitSet(links.leaves());
    }

    @Override
    void goOn(int[] leaves, int count) throws IOException {
      for (int i = 0; i < count; i++) {
        goOn(leaves[i]);
      }
    }

    private void goOn(int leaf) throws IOException {
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
            consider(next);
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
