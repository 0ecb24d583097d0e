package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What scanning codes saves and costs, in CPU time of the thread. First the bare kernels over all
 * rows, in turn in each round, beside a loop that only reads. Then an index of each encoding:
 * bytes, time of indexing, median time of a search by beam, how many vectors are scored a second
 * time, and how much of the float32 index's top 10 is found.
 *
 * <p>Arguments: a file of vectors (.npy or .fvecs) and one of their ids, of which every hundredth
 * serves as a query; none for {@value #SIZE} synthetic ones.
 */
public final class EncodingComparison {

  private static final int SIZE = 200_000;
  private static final int DIM = 384;
  private static final int LEAVES = 1024;
  private static final int QUERIES = 200;
  private static final int ROUNDS = 9;
  private static final int K = 10;
  private static final int WARM_UP = 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int[] BEAMS = {8, 32, 128};

  private EncodingComparison() {}

  public static void main(String[] args) throws IOException {
    Vectors all =
        args.length == 0
            ? new ClusteredVectors(DIM, 2000, .8, 1).draw(SIZE + QUERIES)
            : VectorFiles.read(Path.of(args[0]), Path.of(args[1])).vectors();
    int step = all.size() / QUERIES;
    Vectors queries = all.gather(every(all.size(), step, true));
    Vectors vectors = all.gather(every(all.size(), step, false));
    compareKernels(vectors, queries.row(0));
    compareIndexes(vectors, queries);
  }

  /** The multiples of a step, or all other numbers, below n. */
  private static int[] every(int n, int step, boolean multiples) {
    return IntStream.range(0, n).filter(i -> (i % step == 0) == multiples).toArray();
  }

  private static void compareKernels(Vectors vectors, float[] query) {
    List<ScanKernel> kernels = new ArrayList<>();
    for (LeafEncoding encoding : LeafEncoding.values()) {
      long start = THREADS.getCurrentThreadCpuTime();
      kernels.add(ScanKernel.of(encoding, vectors, query));
      double micros = (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / vectors.size();
      print("%s: coding takes %.2f us a vector", encoding, micros);
    }
    double[][] scans = new double[kernels.size()][ROUNDS]; // ms
    double[][] reads = new double[kernels.size()][ROUNDS];
    double sum = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      int at = Math.max(0, round);
      for (int i = 0; i < kernels.size(); i++) {
        ScanKernel kernel = kernels.get(i);
        long start = THREADS.getCurrentThreadCpuTime();
        sum += kernel.scan();
        long scanned = THREADS.getCurrentThreadCpuTime();
        sum += kernel.read();
        scans[i][at] = (scanned - start) / 1e6;
        reads[i][at] = (THREADS.getCurrentThreadCpuTime() - scanned) / 1e6;
      }
    }
    print("kernels over %,d rows of %d (%g)", vectors.size(), vectors.dim(), sum);
    for (int i = 0; i < kernels.size(); i++) {
      double scan = Timing.quantile(scans[i], .5);
      double read = Timing.quantile(reads[i], .5);
      print(
          "%-8s %8.3f ms CPU  %6.2f GB/s, %.2f of the %.2f GB/s of reading  %5.2f times float32",
          kernels.get(i).encoding(),
          scan,
          kernels.get(i).bytes() / scan / 1e6,
          read / scan,
          kernels.get(i).bytes() / read / 1e6,
          Timing.quantile(scans[0], .5) / scan);
    }
  }

  private static void compareIndexes(Vectors vectors, Vectors queries) throws IOException {
    int leaves = Math.min(LEAVES, vectors.size() / 16);
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(vectors, leaves, new KMeans.Config(3, 40, 1), Progress.none()), .1f);
    Map<LeafEncoding, ScratchIndex> indexes = new EnumMap<>(LeafEncoding.class);
    try {
      for (LeafEncoding encoding : LeafEncoding.values()) {
        indexes.put(encoding, build(tree, encoding, vectors));
      }
      for (int beam : BEAMS) {
        if (beam <= leaves) {
          compareSearches(indexes, queries, beam);
        }
      }
    } finally {
      for (ScratchIndex index : indexes.values()) {
        index.close();
      }
    }
  }

  private static ScratchIndex build(Tree tree, LeafEncoding encoding, Vectors vectors)
      throws IOException {
    long start = System.nanoTime();
    ScratchIndex index = ScratchIndex.of(tree, new LeafLayout(encoding), vectors);
    double seconds = (System.nanoTime() - start) / 1e9;
    IndexDescription description = index.describe();
    print(
        "%s: indexed in %.1f s, margin %.5f, bytes %s",
        encoding,
        seconds,
        description.segments().getFirst().margin(),
        description.bytesByExtension());
    return index;
  }

  private static void compareSearches(
      Map<LeafEncoding, ScratchIndex> indexes, Vectors queries, int beam) throws IOException {
    Budget budget = new Budget.Beam(beam);
    int encodings = LeafEncoding.values().length;
    double[][] micros = new double[encodings][ROUNDS * queries.size()];
    double[] visited = new double[encodings];
    double[] rescored = new double[encodings];
    double[] common = new double[encodings];
    for (int round = -2; round < ROUNDS; round++) {
      for (int q = 0; q < queries.size(); q++) {
        List<String> expected = List.of();
        for (Map.Entry<LeafEncoding, ScratchIndex> index : indexes.entrySet()) {
          int e = index.getKey().ordinal();
          float[] query = queries.row(q);
          long start = THREADS.getCurrentThreadCpuTime();
          SearchResult result = index.getValue().searcher().search(query, K, budget);
          double took = (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
          List<String> ids = result.hits().stream().map(SearchResult.Hit::id).toList();
          expected = e == 0 ? ids : expected;
          if (round >= 0) {
            micros[e][round * queries.size() + q] = took;
          } else if (round == -1) {
            visited[e] += (double) result.documentsVisited() / queries.size();
            rescored[e] += (double) result.documentsRescored() / queries.size();
            common[e] += (double) ids.stream().filter(expected::contains).count() / K;
          }
        }
      }
    }
    for (LeafEncoding encoding : LeafEncoding.values()) {
      int e = encoding.ordinal();
      double median = Timing.quantile(micros[e], .5);
      print(
          "beam %4d %-8s visited %8.0f  again %6.1f  top 10 in common %.4f  p50 %8.1f us CPU  %5.2f times float32",
          beam,
          encoding,
          visited[e],
          rescored[e],
          common[e] / queries.size(),
          median,
          Timing.quantile(micros[0], .5) / median);
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
