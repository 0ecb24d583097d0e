package dev.ehi.bench.cold;

import dev.ehi.bench.Timing;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.scan.Budget;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.ReadAdvice;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Searches whose index is not in memory, through Lucene's own query: leaves as they are and with
 * codes, with and without prefetching, and Lucene's graph, each with the read advice NORMAL and
 * RANDOM. Printed are the times, page faults and bytes of a search.
 *
 * <p>Arguments: what {@link ColdIndexes} made; the folder of the set; what is done with the page
 * cache; the gap of a search of leaves, and the width of one of the graph; how many queries; a
 * pattern that the names of the methods match; and one document in how many a filter accepts, 1 for
 * no filter.
 */
public final class ColdSearches {

  private static final int WARM_UP = 60; // searches that are not measured
  private static final int HOT_ROUNDS = 5; // through all queries, as many as warm up

  /** What is done with the page cache before each search. */
  private enum Cache {
    /** All of the index is dropped, and the methods take turns. */
    DROP,
    /** Nothing: one method after the other, in a process that may use less than the index. */
    KEEP,
    /** Nothing: the methods take turns. */
    HOT
  }

  private final int[][] nearest; // (queries, K)
  private final Vectors queries; // (queries, dim)
  private final Cache cache;

  private ColdSearches(int[][] nearest, Vectors queries, Cache cache) {
    this.nearest = nearest;
    this.queries = queries;
    this.cache = cache;
  }

  /** An open index and how it is asked. */
  private static final class Method implements Closeable {
    private final String name;
    private final Path folder;
    private final Directory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final QueryMaker maker;
    private final List<Search> searches = new ArrayList<>();

    Method(String name, Path folder, Directory directory, QueryMaker maker) throws IOException {
      this.name = name;
      this.folder = folder;
      this.directory = directory;
      this.reader = DirectoryReader.open(directory);
      this.searcher = new IndexSearcher(reader);
      this.maker = maker;
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(reader, directory);
    }
  }

  private interface QueryMaker {
    Query query(float[] vector);
  }

  private record Search(double micros, PageCache.Reads reads, double recall) {}

  public static void main(String[] arguments) throws IOException {
    Path indexes = Path.of(arguments[0]);
    Vectors queries = ColdIndexes.read(Path.of(arguments[1]), "queries");
    int oneIn = Integer.parseInt(arguments[7]);
    ColdSearches searches =
        new ColdSearches(
            nearest(ColdIndexes.truth(indexes, oneIn), Integer.parseInt(arguments[5])),
            queries,
            Cache.valueOf(arguments[2].toUpperCase(Locale.ROOT)));
    Budget.Gap gap = new Budget.Gap(Double.parseDouble(arguments[3]));
    int width = Integer.parseInt(arguments[4]);
    Pattern wanted = Pattern.compile(arguments[6]);
    Query filter = oneIn == 1 ? null : new TermQuery(new Term(ColdIndexes.ONE_IN, arguments[7]));
    List<Method> methods = methods(indexes, gap, width, filter, wanted);
    searches.run(methods);
    IOUtils.close(methods);
  }

  private static int[][] nearest(Path file, int count) throws IOException {
    return Files.readAllLines(file).stream()
        .limit(count)
        .map(line -> Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray())
        .toArray(int[][]::new);
  }

  private static List<Method> methods(
      Path indexes, Budget.Gap gap, int width, @Nullable Query filter, Pattern wanted)
      throws IOException {
    List<Method> methods = new ArrayList<>();
    QueryMaker leaves =
        vector ->
            new KnnFloatVectorQuery(
                ColdIndexes.FIELD, vector, ColdIndexes.K, filter, new EhiSearchStrategy(gap));
    QueryMaker graph = vector -> new KnnFloatVectorQuery(ColdIndexes.FIELD, vector, width, filter);
    for (ReadAdvice advice : List.of(ReadAdvice.NORMAL, ReadAdvice.RANDOM)) {
      for (String folder : List.of("float32", "int8", "hnsw")) {
        boolean isGraph = folder.equals("hnsw");
        String name = folder + " " + advice;
        Path path = indexes.resolve(folder);
        if (wanted.matcher(name).find()) {
          methods.add(new Method(name, path, files(path, advice), isGraph ? graph : leaves));
        }
        String without = name + " without";
        if (!isGraph && wanted.matcher(without).find()) {
          methods.add(new Method(without, path, new WithoutPrefetch(files(path, advice)), leaves));
        }
      }
    }
    return methods;
  }

  private static MMapDirectory files(Path folder, ReadAdvice advice) throws IOException {
    MMapDirectory directory = new MMapDirectory(folder);
    directory.setReadAdvice((name, context) -> Optional.of(advice));
    return directory;
  }

  private void run(List<Method> methods) throws IOException {
    switch (cache) {
      case DROP -> takeTurns(methods, -WARM_UP, nearest.length);
      case HOT -> takeTurns(methods, -HOT_ROUNDS * nearest.length, HOT_ROUNDS * nearest.length);
      case KEEP -> {
        for (Method method : methods) {
          PageCache.drop(method.folder);
          takeTurns(List.of(method), -WARM_UP, nearest.length);
        }
      }
    }
  }

  /** Searches with the queries of some numbers, those below 0 unmeasured. */
  private void takeTurns(List<Method> methods, int from, int to) throws IOException {
    for (int number = from; number < to; number++) {
      for (Method method : methods) {
        search(method, number);
      }
    }
    methods.forEach(ColdSearches::report);
  }

  private void search(Method method, int number) throws IOException {
    int row = Math.floorMod(number, nearest.length);
    Query query = method.maker.query(queries.row(row));
    if (cache == Cache.DROP) {
      PageCache.drop(method.folder);
    }
    PageCache.Reads before = PageCache.reads();
    long start = System.nanoTime();
    ScoreDoc[] hits = method.searcher.search(query, ColdIndexes.K).scoreDocs;
    double micros = (System.nanoTime() - start) / 1e3;
    if (number >= 0) {
      PageCache.Reads reads = PageCache.reads().since(before);
      method.searches.add(new Search(micros, reads, recall(hits, nearest[row])));
    }
  }

  private static double recall(ScoreDoc[] hits, int[] nearest) {
    Set<Integer> wanted = IntStream.of(nearest).boxed().collect(Collectors.toSet());
    long found = Arrays.stream(hits).filter(hit -> wanted.contains(hit.doc)).count();
    return (double) found / nearest.length;
  }

  private static void report(Method method) {
    double[] micros = method.searches.stream().mapToDouble(Search::micros).toArray();
    System.out.printf(
        Locale.ROOT,
        "%-24s recall %.3f  ms p50 %8.3f  p99 %8.3f  mean %8.3f  major faults %7.1f  KB read %9.1f%n",
        method.name,
        mean(method, Search::recall),
        Timing.quantile(micros, .5) / 1e3,
        Timing.quantile(micros, .99) / 1e3,
        mean(method, Search::micros) / 1e3,
        mean(method, search -> search.reads().majorFaults()),
        mean(method, search -> search.reads().bytes()) / 1024);
  }

  private static double mean(Method method, ToDoubleFunction<Search> value) {
    return method.searches.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
