package dev.ehi.eval.curve;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.core.tree.Router;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.lucene.scan.Sources;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.util.VectorUtil;

/**
 * A leaf index in memory, searched for real: of the most probable leaves the first are opened and
 * then the promising ones, and after them those that the leaves of the best documents are linked
 * to, some at a time, as long as there are new ones among the best. One per thread.
 */
public final class LinkedSearch {

  private final LeafIndex index;
  private final LinkWalk walk;
  private final Corpus corpus;
  private final Router router;
  private final int[] positions; // (documents) by position
  private final int[] leafOf; // (documents)
  private final float[] scores; // (largest leaf)

  /**
   * @throws IllegalArgumentException if that is not {@linkplain #isPossible possible}
   */
  public LinkedSearch(LeafIndex index, Corpus corpus) {
    if (!isPossible(index)) {
      throw new IllegalArgumentException("links are wanted, and each document in one leaf");
    }
    this.index = index;
    this.walk = new LinkWalk(index.tree().links().orElseThrow());
    this.corpus = corpus;
    this.router = index.tree().queryRouter();
    this.positions = IntStream.range(0, index.stored()).map(index::ordinal).toArray();
    this.leafOf = new int[positions.length];
    for (int leaf = 0; leaf < index.leaves(); leaf++) {
      for (int i = 0; i < index.size(leaf); i++) {
        leafOf[positions[index.offset(leaf) + i]] = leaf;
      }
    }
    this.scores = new float[IntStream.of(index.leafSizes()).max().orElse(0)];
  }

  /** Whether the leaves of an index are linked and each document lies in one. */
  public static boolean isPossible(LeafIndex index) {
    return index.leavesPerDocument() == 1 && index.tree().links().isPresent();
  }

  /**
   * The nearest of the documents that a search for fewer visits.
   *
   * @param query // (dim)
   * @param first which leaves are opened, or looked at, before links are followed; whole ones
   * @param level of that rule
   * @param sources the documents to go on from
   * @param wanted how many documents are searched for
   * @param k how many to return, at most; no fewer
   * @throws IllegalArgumentException if the rule needs all leaves
   */
  public Found search(float[] query, Stop first, double level, Sources sources, int wanted, int k) {
    walk.begin(query);
    TopK top = corpus.top(k);
    TopK from = corpus.top(Math.min(sources.most(), corpus.size()));
    int visited = openPromising(admitted(first, level, query), query, sources, wanted, top, from);
    for (int[] next = nextTo(sources, from); next.length > 0; next = nextTo(sources, from)) {
      for (int leaf : next) {
        visited += score(leaf, query, top, from);
      }
    }
    return new Found(Hits.of(top), visited, router.cost() + walk.cost());
  }

  /** The most probable leaves, as far as the rule goes. // by rank */
  private int[] admitted(Stop first, double level, float[] query) {
    return switch (first) {
      case Stop.Documents() -> holding(level, query);
      case Stop.Gap() -> leaves(router.within(query, level));
      case Stop.Surprisal(double temperature) when temperature == 1 ->
          leaves(router.nearlyUpTo(query, level));
      case Stop.Surprisal _, Stop.Mass _ ->
          throw new IllegalArgumentException("links are not followed after " + first.label());
    };
  }

  private int[] holding(double documents, float[] query) {
    LeafCursor cursor = router.bestFirst(query);
    IntStream.Builder leaves = IntStream.builder();
    for (int held = 0; held < documents; ) {
      int leaf = cursor.next();
      if (leaf < 0) {
        break;
      }
      leaves.add(leaf);
      held += index.size(leaf);
    }
    return leaves.build().toArray();
  }

  private static int[] leaves(RankedLeaves ranked) {
    return IntStream.range(0, ranked.size()).map(ranked::leaf).toArray();
  }

  /** Opens the first leaves, and the promising others; returns how many documents that visits. */
  private int openPromising(
      int[] leaves, float[] query, Sources sources, int wanted, TopK top, TopK from) {
    int visited = 0;
    for (int rank = 0; rank < leaves.length; rank += LinkWalk.AT_FIRST) {
      int[] some =
          Arrays.copyOfRange(leaves, rank, Math.min(rank + LinkWalk.AT_FIRST, leaves.length));
      float least = rank == 0 ? Float.NEGATIVE_INFINITY : ofInterest(sources, wanted, top, from);
      for (int leaf : walk.openPromising(some, least)) {
        visited += score(leaf, query, top, from);
      }
    }
    return visited;
  }

  /** The dot product that a document needs to be found or to be gone on from. */
  private static float ofInterest(Sources sources, int wanted, TopK top, TopK from) {
    if (top.size() < wanted) {
      return Float.NEGATIVE_INFINITY;
    }
    float far = sources.least(luceneScore(from, 0));
    return Math.min(top.score(wanted - 1), least(far, from));
  }

  /** Some leaves next to the best sources, which are open from then on; none if that is all. */
  private int[] nextTo(Sources sources, TopK from) {
    if (from.size() == 0) {
      return new int[0];
    }
    float far = sources.least(luceneScore(from, 0));
    int[] leaves =
        IntStream.range(0, from.size())
            .takeWhile(rank -> luceneScore(from, rank) >= far)
            .map(rank -> leafOf[from.document(rank)])
            .toArray();
    return walk.next(leaves, least(far, from));
  }

  /** The dot product that a document needs to be among those to go on from. */
  private static float least(float far, TopK from) {
    float near = 2 * far - 1; // from Lucene's score, (1 + dot product) / 2
    return from.isFull() ? Math.max(near, from.score(from.size() - 1)) : near;
  }

  /** Sources are chosen by the scores that searches through Lucene have. */
  private static float luceneScore(TopK top, int rank) {
    return VectorUtil.normalizeToUnitInterval(top.score(rank));
  }

  private int score(int leaf, float[] query, TopK top, TopK from) {
    int start = index.offset(leaf);
    int count = index.size(leaf);
    DotProduct.best().rowsAt(corpus.vectors().segment(), positions, start, count, query, scores);
    for (int i = 0; i < count; i++) {
      top.offer(positions[start + i], scores[i]);
      from.offer(positions[start + i], scores[i]);
    }
    return count;
  }
}
