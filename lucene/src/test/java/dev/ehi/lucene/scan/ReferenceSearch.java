package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final BitSet seen = new BitSet(); // leaves that were looked at
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
    List<Ranked> all = ranking(query);
    List<Integer> admitted = admitted(budget, all);
    Deque<Integer> others =
        all.stream()
            .map(Ranked::leaf)
            .filter(leaf -> !admitted.contains(leaf))
            .collect(Collectors.toCollection(ArrayDeque::new));
    if (!isFiltered() && budget instanceof Budget.Linked(Budget _, Sources sources)) {
      openPromising(query, admitted, sources, Math.min(k, alive.cardinality()));
    } else {
      admitted.forEach(this::openRanked);
    }
    if (isFiltered()) {
      Budget first = budget instanceof Budget.Linked linked ? linked.first() : budget;
      if (isCheapToScoreAll(first, k)) {
        ranked.clear();
        return;
      }
      openUntil(wanted(first), others);
    }
    if (budget instanceof Budget.Linked(Budget _, Sources sources)) {
      followLinks(query, sources);
    }
    openUntil(k, others);
  }

  private record Ranked(int leaf, float logProbability) {}

  /** All leaves, the most probable first. */
  private List<Ranked> ranking(float[] query) {
    List<Ranked> ranking = new ArrayList<>();
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      ranking.add(new Ranked(leaf, cursor.logProbability()));
    }
    return ranking;
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

  private List<Integer> admitted(Budget budget, List<Ranked> all) {
    List<Integer> admitted = new ArrayList<>();
    Budget first = budget instanceof Budget.Linked linked ? linked.first() : budget;
    float highest = all.getFirst().logProbability();
    double mass = 0;
    long documents = 0;
    for (Ranked next : all) {
      boolean opens =
          switch (first) {
            case Budget.Beam(int beam) -> admitted.size() < beam;
            case Budget.Gap(double nats) -> highest - next.logProbability() < nats;
            case Budget.Documents(int count) -> documents < count;
            case Budget.Surprisal(double nats) when budget instanceof Budget.Linked ->
                -next.logProbability() <= nats && isBelowProbableNodes(next.leaf(), all, nats);
            case Budget.Surprisal(double nats) -> -next.logProbability() <= nats;
            case Budget.Mass(double probability) -> mass < probability;
            case Budget.Linked _ -> throw new AssertionError(first);
          };
      if (opens) {
        mass += Math.exp(next.logProbability());
        documents += inLeaf.get(next.leaf()).size();
        admitted.add(next.leaf());
      }
    }
    return admitted.isEmpty() ? List.of(all.getFirst().leaf()) : admitted;
  }

  /** By the square root of the number of branches more probable than a leaf has to be. */
  private boolean isBelowProbableNodes(int leaf, List<Ranked> all, double nats) {
    int branching = tree.shape().branching();
    for (int below = branching; below < inLeaf.size(); below *= branching) {
      int node = leaf / below;
      int size = below;
      double probability =
          all.stream()
              .filter(other -> other.leaf() / size == node)
              .mapToDouble(other -> Math.exp(other.logProbability()))
              .sum();
      if (-Math.log(probability) > nats - Math.log(branching) / 2) {
        return false;
      }
    }
    return true;
  }

  private void openUntil(long wanted, Deque<Integer> others) {
    while (visited.size() < wanted && !others.isEmpty()) {
      openRanked(others.removeFirst());
    }
  }

  private void openRanked(int leaf) {
    ranked.add(leaf);
    if (!opened.get(leaf)) {
      open(leaf);
    }
  }

  /** Looks at 16 leaves at a time before it opens some, but for the first 16. */
  private void openPromising(float[] query, List<Integer> leaves, Sources sources, int k) {
    for (int from = 0; from < leaves.size(); from += 16) {
      int[] some = leaves.stream().skip(from).limit(16).mapToInt(Integer::intValue).toArray();
      float result =
          visited.size() < k ? Float.NEGATIVE_INFINITY : score(query, best(query, k).getLast());
      float least = from == 0 ? Float.NEGATIVE_INFINITY : Math.min(result, least(query, sources));
      IntStream.of(some).forEach(seen::set);
      IntStream.of(promising(query, some, least)).forEach(this::openRanked);
    }
  }

  private int[] promising(float[] query, int[] leaves, float least) {
    return tree.links()
        .orElseThrow()
        .sketches()
        .map(sketches -> sketches.estimates(query))
        .map(e -> Arrays.copyOf(leaves, e.promising(leaves, leaves.length, 2 * least - 1)))
        .orElse(leaves);
  }

  /** Looks at 64 leaves or more before it opens some. */
  private void followLinks(float[] query, Sources sources) {
    BitSet leftLeaves = new BitSet();
    BitSet leftDocuments = new BitSet();
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
      for (int leaf : promising(query, leaves, least)) {
        linked.add(leaf);
        open(leaf);
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
