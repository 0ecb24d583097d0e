package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/**
 * What searches find when a filter lets few documents through. The index is calibrated on the dev
 * queries, without a filter; the test queries are searched by what this gave for a recall, with
 * filters that accept documents at random, or those nearest to a random document, so that most
 * queries have nothing near them. Printed is the share of the 10 best accepted documents that they
 * find, how many documents they score, how many searches scored all that are accepted instead of
 * opening leaves, and the mean time of a search without that of the filter itself.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; the set as {@code
 * ehi encode} writes it; and the recall.
 */
public final class FilterExperiment {
  private static final int K = 10;
  private static final double[] SHARES = {.5, .2, .1, .01, .001}; // of the documents
  private static final int FILTERS = 5; // of each kind and share
  private static final long SEED = 1;

  private final Vectors documents;
  private final Vectors queries;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private FilterExperiment(Vectors documents, Vectors queries) {
    this.documents = documents;
    this.queries = queries;
  }

  /** Which documents filters accept. */
  private enum Kind {
    AT_RANDOM,
    NEAR_ONE_DOCUMENT
  }

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    double recall = Double.parseDouble(arguments[2]);
    try (ScratchIndex index =
        ScratchIndex.of(TreeArgument.of(arguments[0], documents), LeafLayout.STANDARD, documents)) {
      Calibration calibration = index.searcher().calibrate(set.dev(), K, Progress.none());
      Budget budget = calibration.at(recall).budget();
      System.out.printf(
          Locale.ROOT, "%,d documents, recall %.2f by %s%n", documents.size(), recall, budget);
      FilterExperiment experiment = new FilterExperiment(documents, set.test());
      for (Kind kind : Kind.values()) {
        for (double share : SHARES) {
          experiment.report(index, budget, kind, share);
        }
      }
    }
  }

  private void report(ScratchIndex index, Budget budget, Kind kind, double share)
      throws IOException {
    int size = (int) Math.ceil(share * documents.size());
    long found = 0;
    long visited = 0;
    long exact = 0;
    long nanos = 0;
    for (int filter = 0; filter < FILTERS; filter++) {
      int[] accepted = accepted(kind, size);
      Query query = filter(accepted);
      for (int i = 0; i < queries.size(); i++) {
        SearchResult result = index.searcher().search(queries.row(i), K, budget, query);
        List<String> nearest = nearest(queries.row(i), accepted);
        found += result.hits().stream().filter(hit -> nearest.contains(hit.id())).count();
        visited += result.documentsVisited();
        nanos += result.nanos();
        exact += result.leaves().isEmpty() ? 1 : 0;
      }
    }
    double searches = (double) FILTERS * queries.size();
    System.out.printf(
        Locale.ROOT,
        "%-17s %5.1f %% accepted: recall %.4f, %7.1f documents visited of %,d, %5.1f %% of the searches exact, %6.1f us%n",
        kind,
        100 * share,
        found / (searches * Math.min(K, size)),
        visited / searches,
        size,
        100 * exact / searches,
        nanos / searches / 1e3);
  }

  private int[] accepted(Kind kind, int size) {
    return switch (kind) {
      case AT_RANDOM -> drawn(size);
      case NEAR_ONE_DOCUMENT ->
          ranked(
              documents.row(random.nextInt(documents.size())),
              IntStream.range(0, documents.size()).toArray(),
              size);
    };
  }

  private int[] drawn(int size) {
    int[] rows = IntStream.range(0, documents.size()).toArray();
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i, rows.length);
      int drawn = rows[j];
      rows[j] = rows[i];
      rows[i] = drawn;
    }
    return Arrays.copyOf(rows, size);
  }

  private static Query filter(int[] accepted) {
    return new TermInSetQuery(
        EhiIndex.ID_FIELD,
        Arrays.stream(accepted).mapToObj(row -> new BytesRef(Integer.toString(row))).toList());
  }

  private List<String> nearest(float[] query, int[] accepted) {
    return Arrays.stream(ranked(query, accepted, K)).mapToObj(Integer::toString).toList();
  }

  /** The best of some rows, so many at most. */
  private int[] ranked(float[] query, int[] rows, int most) {
    float[] scores = new float[rows.length];
    DotProduct.best().rowsAt(documents.segment(), rows, 0, rows.length, query, scores);
    return IntStream.range(0, rows.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(most)
        .mapToInt(i -> rows[i])
        .toArray();
  }
}
