package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Whether splitting over-full leaves would pay. All documents of another set are inserted; each
 * leaf that holds more than {@value #OVER_FULL} times the mean is split by k-means into leaves of
 * the mean size, which a query opens in the order of their probability: that of the leaf times a
 * softmax over the dot products with the centroids. Printed is how many documents must be visited,
 * and how many centroids compared, for 95 % of the exact top 10, with the leaves as they are and
 * split.
 *
 * <p>Arguments: an index, its set and the other set as {@code ehi encode} writes them.
 */
public final class SplitExperiment {
  private static final int K = 10;
  private static final int OVER_FULL = 4;
  private static final double RECALL = .95;
  private static final double TEMPERATURE = .1; // as trees start with

  private final Tree tree;
  private final Vectors vectors; // (documents, dim)
  private final int[] leaf; // (documents)
  private final int[][] members; // (leaves) documents of each
  private final Map<Integer, Integer> part = new HashMap<>(); // by document, of split leaves
  private final Map<Integer, Split> splits = new HashMap<>(); // by leaf

  /** A leaf that was split. */
  private record Split(Vectors centroids, List<Integer> sizes) {}

  /** A part of a leaf; part 0 is the whole of one that is not split. */
  private record Part(int leaf, int number, int size, double logProbability) {}

  private SplitExperiment(Path index, EncodedSet other) throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(index)) {
      tree = searcher.tree();
    }
    Vectors own = IndexVectors.read(index).vectors();
    Vectors added = other.documents().vectors();
    vectors = Vectors.allocate(own.size() + added.size(), own.dim());
    leaf = new int[vectors.size()];
    Router router = tree.documentRouter();
    for (int i = 0; i < leaf.length; i++) {
      vectors.set(i, i < own.size() ? own.row(i) : added.row(i - own.size()));
      leaf[i] = router.leaf(vectors.row(i));
    }
    members = new int[tree.shape().leaves()][];
    for (int i = 0; i < members.length; i++) {
      members[i] = new int[0];
    }
    for (int i = 0; i < leaf.length; i++) {
      int[] before = members[leaf[i]];
      members[leaf[i]] = Arrays.copyOf(before, before.length + 1);
      members[leaf[i]][before.length] = i;
    }
  }

  public static void main(String[] args) throws IOException {
    EncodedSet own = EncodedSet.read(Path.of(args[1]));
    EncodedSet other = EncodedSet.read(Path.of(args[2]));
    SplitExperiment experiment = new SplitExperiment(Path.of(args[0]), other);
    experiment.report("own queries, as it is", own.test());
    experiment.report(other.name() + ", as it is", other.test());
    experiment.split();
    experiment.report("own queries, split", own.test());
    experiment.report(other.name() + ", split", other.test());
  }

  private void split() {
    double mean = (double) leaf.length / members.length;
    int documents = 0;
    for (int i = 0; i < members.length; i++) {
      if (members[i].length > OVER_FULL * mean) {
        Vectors rows = vectors.gather(members[i]);
        int parts = (int) Math.ceil(members[i].length / Math.max(1, mean));
        Vectors centroids = KMeans.centroids(rows, parts, KMeans.Config.seeded(1), Progress.none());
        int[] assigned = KMeans.assign(rows, centroids);
        int[] sizes = new int[parts];
        for (int j = 0; j < assigned.length; j++) {
          sizes[assigned[j]]++;
          part.put(members[i][j], assigned[j]);
        }
        splits.put(i, new Split(centroids, Arrays.stream(sizes).boxed().toList()));
        documents += members[i].length;
      }
    }
    print("%d leaves with %d documents are split", splits.size(), documents);
  }

  private void report(String name, Vectors queries) {
    double[] before = new double[queries.size() * K]; // (hits) documents visited until it is found
    double compared = 0;
    for (int q = 0; q < queries.size(); q++) {
      compared += walk(queries.row(q), before, q * K);
    }
    Arrays.sort(before);
    print(
        "%-28s %.1f documents for %.2f, all found after comparing %.1f centroids",
        name,
        before[(int) Math.ceil(RECALL * before.length) - 1],
        RECALL,
        compared / queries.size());
  }

  /** Opens parts until the nearest documents are found; returns how many centroids it met. */
  private int walk(float[] query, double[] before, int from) {
    int[] nearest = ExactNeighbours.of(vectors, query, K);
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    PriorityQueue<Part> open =
        new PriorityQueue<>(Comparator.comparingDouble(p -> -p.logProbability()));
    int compared = 0;
    int found = 0;
    int visited = 0;
    int leaf = cursor.next();
    while (found < K) {
      while (leaf >= 0
          && (open.isEmpty() || open.peek().logProbability() < cursor.logProbability())) {
        compared += push(leaf, cursor.logProbability(), query, open);
        leaf = cursor.next();
      }
      Part next = open.remove();
      visited += next.size();
      for (int document : nearest) {
        if (this.leaf[document] == next.leaf() && part.getOrDefault(document, 0) == next.number()) {
          before[from + found++] = visited;
        }
      }
    }
    return compared;
  }

  private int push(int leaf, double logProbability, float[] query, PriorityQueue<Part> open) {
    Split split = splits.get(leaf);
    if (split == null) {
      open.add(new Part(leaf, 0, members[leaf].length, logProbability));
      return 0;
    }
    int parts = split.sizes().size();
    float[] scores = new float[parts];
    DotProduct.best().rows(split.centroids().segment(), 0, parts, query, scores);
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score / TEMPERATURE);
    }
    for (int i = 0; i < parts; i++) {
      double share = scores[i] / TEMPERATURE - Math.log(sum);
      open.add(new Part(leaf, i, split.sizes().get(i), logProbability + share));
    }
    return parts;
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
