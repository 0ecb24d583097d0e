package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.recall.Calibration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOUtils;

/**
 * Whether a calibration should be kept for each segment or for the whole index. The documents are
 * dealt out to 1, 4 or 16 segments; each is calibrated on the dev queries by itself, searched by
 * what this gave for a recall, and the hits of all are merged. Printed is the share of the exact
 * top 10 of all documents that the test queries find, how many documents they visit, and what
 * routing them costs in dot products, on average. One segment stands for the calibration of a whole
 * index, as {@code EhiSearcher} opens each leaf in all segments at once.
 *
 * <p>Arguments: a model with a tree; and the set as {@code ehi encode} writes it.
 */
public final class SegmentRecallExperiment implements Closeable {
  private static final int K = 10;
  private static final int[] SEGMENTS = {1, 4, 16};
  private static final double[] RECALLS = {.8, .9, .95, .98, .99};
  private static final long SEED = 1;

  private final List<ScratchIndex> segments = new ArrayList<>();
  private final List<Calibration> calibrations = new ArrayList<>();

  private SegmentRecallExperiment(Tree tree, Vectors documents, Vectors dev, int count)
      throws IOException {
    int[] order = shuffled(documents.size());
    List<String> ids = Arrays.stream(order).mapToObj(Integer::toString).toList();
    Vectors dealt = documents.gather(order);
    for (int i = 0; i < count; i++) {
      ScratchIndex segment = new ScratchIndex(tree, LeafLayout.STANDARD);
      segments.add(segment);
      segment.add(ids, dealt, from(i, count, order.length), from(i + 1, count, order.length));
      segment.compact();
      calibrations.add(segment.searcher().calibrate(dev, K, Progress.none()));
    }
  }

  private static int from(int segment, int count, int documents) {
    return (int) ((long) segment * documents / count);
  }

  private static int[] shuffled(int size) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    Tree tree = TreeArgument.of(arguments[0], documents);
    int[][] nearest = ExactNeighbours.of(documents, set.test(), K);
    for (int count : SEGMENTS) {
      try (SegmentRecallExperiment experiment =
          new SegmentRecallExperiment(tree, documents, set.dev(), count)) {
        for (double recall : RECALLS) {
          experiment.report(recall, set.test(), nearest);
        }
      }
    }
  }

  private void report(double recall, Vectors queries, int[][] nearest) throws IOException {
    long found = 0;
    long visited = 0;
    double routing = 0;
    for (int i = 0; i < queries.size(); i++) {
      List<SearchResult.Hit> hits = new ArrayList<>();
      for (int s = 0; s < segments.size(); s++) {
        SearchResult result =
            segments
                .get(s)
                .searcher()
                .search(queries.row(i), K, calibrations.get(s).at(recall).budget());
        hits.addAll(result.hits());
        visited += result.documentsVisited();
        routing += result.routingCost();
      }
      List<String> wanted = Arrays.stream(nearest[i]).mapToObj(Integer::toString).toList();
      found +=
          hits.stream()
              .sorted(Comparator.comparingDouble(SearchResult.Hit::score).reversed())
              .limit(K)
              .filter(hit -> wanted.contains(hit.id()))
              .count();
    }
    System.out.printf(
        Locale.ROOT,
        "%2d segments, recall %.2f: %.4f found, %7.1f documents visited, routing %6.1f%n",
        segments.size(),
        recall,
        (double) found / (K * queries.size()),
        (double) visited / queries.size(),
        routing / queries.size());
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(segments);
  }
}
