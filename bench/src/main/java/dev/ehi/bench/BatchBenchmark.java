package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Many queries one after the other, as batches, and as batches or single searches of two threads,
 * in turn in each round. Arguments: an index, query vectors (.npy) and their ids; or only the
 * number of leaves of a k-means tree over {@value #SIZE} synthetic vectors.
 */
public final class BatchBenchmark {

  private static final int ROUNDS = 9;
  private static final int WARM_UP = 3;
  private static final int THREADS = 2;
  private static final int K = 10;
  private static final int SIZE = 200_000;
  private static final int DIM = 384;
  private static final int QUERIES = 1000;
  private static final List<Budget> BUDGETS =
      List.of(
          new Budget.Documents(50),
          new Budget.Documents(200),
          new Budget.Documents(1000),
          new Budget.Documents(5000),
          new Budget.Documents(20_000));

  private final EhiSearcher alone;
  private final EhiSearcher threaded;
  private final Vectors queries; // (queries, dim)

  private BatchBenchmark(EhiSearcher alone, EhiSearcher threaded, Vectors queries) {
    this.alone = alone;
    this.threaded = threaded;
    this.queries = queries;
  }

  private interface Way {
    List<SearchResult> search(Budget budget) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 1) {
      Path index = Path.of(arguments[0]);
      compare(index, VectorFiles.read(Path.of(arguments[1]), Path.of(arguments[2])).vectors());
    } else {
      ClusteredVectors source = new ClusteredVectors(DIM, 2000, .8, 1);
      Vectors vectors = source.draw(SIZE);
      KMeans.Config config = new KMeans.Config(3, 40, 1);
      int leaves = Integer.parseInt(arguments[0]);
      Tree tree = Tree.ofCentroids(KMeans.centroids(vectors, leaves, config, Progress.none()), .1f);
      try (ScratchIndex index = ScratchIndex.of(tree, LeafLayout.STANDARD, vectors)) {
        compare(index.folder(), source.draw(QUERIES));
      }
    }
  }

  private static void compare(Path index, Vectors queries) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        EhiSearcher alone = EhiSearcher.open(index);
        EhiSearcher threaded = EhiSearcher.open(index, threads)) {
      System.out.printf("%,d documents, %,d queries%n", alone.size(), queries.size());
      for (Budget budget : BUDGETS) {
        new BatchBenchmark(alone, threaded, queries).compare(budget);
      }
    }
  }

  private void compare(Budget budget) {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("one by one", by -> oneByOne(alone, by));
    ways.put("batch", by -> alone.searchAll(queries, K, by));
    ways.put("one by one, 2 threads", by -> oneByOne(threaded, by));
    ways.put("batch, 2 threads", by -> threaded.searchAll(queries, K, by));
    Map<String, List<Timing>> timings = new LinkedHashMap<>();
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Timing timing = Timing.of(() -> search(way.getValue(), budget));
        if (round >= WARM_UP) {
          timings.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(timing);
        }
      }
    }
    System.out.println(budget);
    timings.forEach(
        (name, rounds) ->
            System.out.printf(
                "  %-22s %8.1f us a query on the wall, %8.1f us CPU%n",
                name,
                1e6 * Timing.median(rounds, Timing::seconds) / queries.size(),
                1e6 * Timing.median(rounds, Timing::cpuSeconds) / queries.size()));
  }

  private static void search(Way way, Budget budget) {
    try {
      way.search(budget);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<SearchResult> oneByOne(EhiSearcher searcher, Budget budget) throws IOException {
    List<SearchResult> results = new ArrayList<>(queries.size());
    for (int i = 0; i < queries.size(); i++) {
      results.add(searcher.search(queries.row(i), K, budget));
    }
    return results;
  }
}
