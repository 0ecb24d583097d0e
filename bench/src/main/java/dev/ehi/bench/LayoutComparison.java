package dev.ehi.bench;

import dev.ehi.bench.peers.Judged;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.VectorFiles;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.metric.Metric;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the layouts of leaves take on disk, lose in quality and save in time: an index of each,
 * searched in turn with the same budgets. Recall is the share of the exact top 10 that is found;
 * times are CPU times of the thread.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; and the set as
 * {@code ehi encode} writes it, judged in its test split.
 */
public final class LayoutComparison {

  private static final int K = 10;
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 2; // rounds
  private static final double[] SHARES = {.01, .03, .1}; // of the documents, to be visited
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<LeafLayout> LAYOUTS =
      List.of(
          LeafLayout.STANDARD,
          new LeafLayout(LeafEncoding.INT8),
          new LeafLayout(LeafEncoding.INT4),
          new LeafLayout(LeafEncoding.INT8, 1, RawVectors.DROP),
          new LeafLayout(LeafEncoding.INT4, 1, RawVectors.DROP));

  private final Judged judged;
  private final int documents;
  private final List<ScratchIndex> indexes; // by layout

  private LayoutComparison(Judged judged, int documents, List<ScratchIndex> indexes) {
    this.judged = judged;
    this.documents = documents;
    this.indexes = indexes;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    IdentifiedVectors documents = EncodedSet.read(folder).documents();
    Vectors vectors = documents.vectors();
    IdentifiedVectors queries =
        VectorFiles.read(folder.resolve("queries.npy"), folder.resolve("queries.ids"));
    Judged judged =
        Judged.of("test", TrecQrels.read(folder.resolve("test.qrels")), documents, queries);
    Tree tree = TreeArgument.of(arguments[0], vectors);
    print(
        "%,d documents of dimension %d in %,d leaves, %,d queries",
        vectors.size(), vectors.dim(), tree.shape().leaves(), judged.queries().size());
    List<ScratchIndex> indexes = new ArrayList<>();
    try {
      for (LeafLayout layout : LAYOUTS) {
        indexes.add(ScratchIndex.of(tree, layout, vectors));
      }
      new LayoutComparison(judged, vectors.size(), indexes).run();
    } finally {
      for (ScratchIndex index : indexes) {
        index.close();
      }
    }
  }

  private void run() throws IOException {
    for (int i = 0; i < LAYOUTS.size(); i++) {
      var bytes = indexes.get(i).describe().bytesByExtension();
      print(
          "%-45s %,12d bytes of vectors, %,12d of codes",
          LAYOUTS.get(i), bytes.getOrDefault("ehiv", 0L), bytes.getOrDefault("ehiq", 0L));
    }
    int[][] nearest = new int[judged.queries().size()][];
    for (int q = 0; q < nearest.length; q++) {
      nearest[q] = search(0, q, new Budget.Beam(Integer.MAX_VALUE));
    }
    for (double share : SHARES) {
      compare(new Budget.Documents((int) Math.ceil(share * documents)), nearest);
    }
  }

  private int[] search(int layout, int query, Budget budget) throws IOException {
    return indexes
        .get(layout)
        .searcher()
        .search(judged.queries().row(query), K, budget)
        .hits()
        .stream()
        .map(SearchResult.Hit::id)
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private void compare(Budget budget, int[][] nearest) throws IOException {
    int queries = nearest.length;
    double[][] micros = new double[LAYOUTS.size()][ROUNDS * queries];
    double[] recall = new double[LAYOUTS.size()];
    double[] ndcg = new double[LAYOUTS.size()];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int q = 0; q < queries; q++) {
        for (int i = 0; i < LAYOUTS.size(); i++) {
          long start = THREADS.getCurrentThreadCpuTime();
          int[] found = search(i, q, budget);
          double took = (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
          if (round >= 0) {
            micros[i][round * queries + q] = took;
          } else if (round == -1) {
            recall[i] += recall(found, nearest[q]) / queries;
            ndcg[i] += ndcg(q, found) / queries;
          }
        }
      }
    }
    for (int i = 0; i < LAYOUTS.size(); i++) {
      double median = Timing.quantile(micros[i], .5);
      print(
          "%-28s %-45s nDCG@10 %.4f  recall@10 %.4f  p50 %7.1f us CPU  %.2f times float32",
          budget,
          LAYOUTS.get(i),
          ndcg[i],
          recall[i],
          median,
          median / Timing.quantile(micros[0], .5));
    }
  }

  private static double recall(int[] found, int[] nearest) {
    return (double) Arrays.stream(found).filter(d -> contains(nearest, d)).count() / nearest.length;
  }

  private static boolean contains(int[] nearest, int document) {
    return Arrays.stream(nearest).anyMatch(d -> d == document);
  }

  private double ndcg(int query, int[] found) {
    Hits hits = new Hits(found, new float[found.length]);
    return judged.judgments().values(query, hits, List.of(Metric.NDCG_10))[0];
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
