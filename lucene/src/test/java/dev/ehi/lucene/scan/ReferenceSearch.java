package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LeafSketches;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * What a search is to open and visit: it sorts all that it has visited whenever it wants the best.
 */
final class ReferenceSearch {
  private final Tree tree;
  private final Vectors vectors;
  private final BitSet alive; // documents
  private BitSet accepted; // of these
  private final List<List<Integer>> inLeaf = new ArrayList<>(); // documents alive
  private final int[] leafOf; // (documents)
  private final List<Integer> ranked = new ArrayList<>(); // leaves that probability led to
  private final BitSet opened = new BitSet();
  private final List<Integer> linked = new ArrayList<>(); // leaves, in the order of opening
  private final List<Integer> visited = new ArrayList<>(); // documents

  ReferenceSearch(Tree tree, Vectors vectors, BitSet alive) {
    this.tree = tree;
    this.vectors = vectors;
    this.alive = alive;
    this.accepted = alive;
    this.leafOf = new int[vectors.size()];
    IntStream.range(0, tree.shape().leaves()).forEach(leaf -> inLeaf.add(new ArrayList<>()));
    Router router = tree.documentRouter();
    for (int i = 0; i < vectors.size(); i++) {
      leafOf[i] = router.leaf(vectors.row(i));
      if (alive.get(i)) {
        inLeaf.get(leafOf[i]).add(i);
      }
    }
  }

  /** One that returns only some of the documents. */
  ReferenceSearch filtered(BitSet accepted) {
    this.accepted = accepted;
    return this;
  }

  private boolean isFiltered() {
    return accepted != alive;
  }

  private List<Integer> accepted(int leaf) {
    return inLeaf.get(leaf).stream().filter(accepted::get).toList();
  }

  private void open(int leaf) {
    opened.set(leaf);
    visited.addAll(accepted(leaf));
  }

  void run(float[] query, Budget budget, int k) {
    Budget first = budget instanceof Budget.Linked linked ? linked.first() : budget;
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    int next = openAdmitted(first, cursor);
    if (isFiltered()) {
      if (isCheapToScoreAll(first, k)) {
        ranked.clear();
        return;
      }
      next = openUntil(wanted(first), next, cursor);
    }
    if (budget instanceof Budget.Linked(Budget _, Sources sources)) {
      followLinks(query, sources);
    }
    openUntil(k, next, cursor);
  }

  private double share() {
    return (double) accepted.cardinality() / alive.cardinality();
  }

  /** Of the leaves opened so far. */
  private long documents() {
    return ranked.stream().mapToLong(leaf -> inLeaf.get(leaf).size()).sum();
  }

  private long wanted(Budget first) {
    long asked = first instanceof Budget.Documents(int count) ? count : Long.MAX_VALUE;
    return (long) (Math.min(asked, documents()) * (1 - Math.log10(share())));
  }

  private boolean isCheapToScoreAll(Budget first, int k) {
    double further = wanted(first) / share() - documents();
    double leaves = (double) inLeaf.size() / alive.cardinality();
    return accepted.cardinality() <= Math.max(k, wanted(first) + further * (3 * leaves + .05));
  }

  /** Returns the leaf that the cursor has come to and that is not opened, or -1. */
  private int openAdmitted(Budget first, LeafCursor cursor) {
    float highest = Float.NaN; // log-probability
    double mass = 0;
    while (ranked.size() < inLeaf.size()) {
      int leaf = cursor.next();
      highest = ranked.isEmpty() ? cursor.logProbability() : highest;
      boolean opens =
          switch (first) {
            case Budget.Beam(int beam) -> ranked.size() < beam;
            case Budget.Gap(double nats) -> highest - cursor.logProbability() < nats;
            case Budget.Documents(int count) -> documents() < count;
            case Budget.Surprisal(double nats) ->
                ranked.isEmpty() || -cursor.logProbability() <= nats;
            case Budget.Mass(double probability) -> mass < probability;
            case Budget.Linked _ -> throw new AssertionError(first);
          };
      if (!opens) {
        return leaf;
      }
      mass += Math.exp(cursor.logProbability());
      openRanked(leaf);
    }
    return -1;
  }

  private int openUntil(long wanted, int waiting, LeafCursor cursor) {
    int next = waiting;
    while (visited.size() < wanted && ranked.size() < inLeaf.size()) {
      openRanked(next >= 0 ? next : cursor.next());
      next = -1;
    }
    return next;
  }

  private void openRanked(int leaf) {
    ranked.add(leaf);
    if (!opened.get(leaf)) {
      open(leaf);
    }
  }

  /** Looks at 64 leaves or more before it opens some. */
  private void followLinks(float[] query, Sources sources) {
    BitSet leftLeaves = new BitSet();
    BitSet leftDocuments = new BitSet();
    BitSet seen = new BitSet();
    LeafSketches.Estimates estimates =
        tree.links().orElseThrow().sketches().map(s -> s.estimates(query)).orElse(null);
    while (true) {
      List<Integer> candidates = new ArrayList<>();
      List<Integer> from =
          sources(query, sources).stream().filter(d -> !leftDocuments.get(d)).toList();
      float least = least(query, sources);
      for (int first = 0; first < from.size() && candidates.size() < 64; first += 8) {
        for (int document : from.subList(first, Math.min(first + 8, from.size()))) {
          leftDocuments.set(document);
          for (int leaf : goOn(leafOf[document], leftLeaves)) {
            if (!opened.get(leaf) && !seen.get(leaf)) {
              seen.set(leaf);
              candidates.add(leaf);
            }
          }
        }
      }
      if (from.isEmpty()) {
        return;
      }
      int[] leaves = candidates.stream().mapToInt(leaf -> leaf).toArray();
      int count =
          estimates == null
              ? leaves.length
              : estimates.promising(leaves, leaves.length, 2 * least - 1);
      for (int i = 0; i < count; i++) {
        linked.add(leaves[i]);
        open(leaves[i]);
      }
    }
  }

  /** The score that a document needs to be one to go on from. */
  private float least(float[] query, Sources sources) {
    List<Integer> best = best(query, sources.most());
    if (best.isEmpty()) {
      return Float.NEGATIVE_INFINITY;
    }
    float near = sources.least(score(query, best.getFirst()));
    return best.size() < Math.min(sources.most(), vectors.size())
        ? near
        : Math.max(near, score(query, best.getLast()));
  }

  private List<Integer> goOn(int source, BitSet left) {
    List<Integer> found = new ArrayList<>();
    if (left.get(source)) {
      return found;
    }
    left.set(source);
    LeafLinks links = tree.links().orElseThrow();
    Deque<Integer> waiting = new ArrayDeque<>(List.of(source));
    BitSet seen = new BitSet();
    seen.set(source);
    int passed = 0;
    while (!waiting.isEmpty() && found.size() < links.count(source)) {
      int leaf = waiting.removeFirst();
      for (int rank = 0; rank < links.count(leaf) && found.size() < links.count(source); rank++) {
        int next = links.link(leaf, rank);
        if (seen.get(next)) {
          continue;
        }
        seen.set(next);
        if (!isFiltered() || inLeaf.get(next).isEmpty() || !accepted(next).isEmpty()) {
          found.add(next);
        } else if (passed++ < 256) {
          waiting.add(next);
        }
      }
    }
    return found;
  }

  private List<Integer> sources(float[] query, Sources sources) {
    List<Integer> best = best(query, sources.most());
    return best.stream()
        .filter(d -> score(query, d) >= sources.least(score(query, best.getFirst())))
        .toList();
  }

  /** The best of the documents that were visited. */
  List<Integer> best(float[] query, int most) {
    return visited.stream()
        .sorted(Comparator.comparingDouble(document -> -dot(query, document)))
        .limit(most)
        .toList();
  }

  /** The best of all that are accepted, visited or not. */
  Set<Integer> nearest(float[] query, int most) {
    return accepted.stream()
        .boxed()
        .sorted(Comparator.comparingDouble(document -> -dot(query, document)))
        .limit(most)
        .collect(Collectors.toSet());
  }

  /** Documents, in the order of visiting. */
  List<Integer> visited() {
    return visited;
  }

  /** Leaves that were opened because of their probability. */
  List<Integer> ranked() {
    return ranked.stream().filter(leaf -> !linked.contains(leaf)).toList();
  }

  /** Leaves that were opened because a link led there. */
  List<Integer> linked() {
    return linked;
  }

  private float score(float[] query, int document) {
    return VectorSimilarityFunction.DOT_PRODUCT.compare(query, vectors.row(document));
  }

  private double dot(float[] query, int document) {
    float[] vector = vectors.row(document);
    return IntStream.range(0, vector.length).mapToDouble(i -> (double) query[i] * vector[i]).sum();
  }
}
