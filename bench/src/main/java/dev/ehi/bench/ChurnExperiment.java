package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.Calibration;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.Growth;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.IndexVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is left of recall when half of the documents have changed, at the budgets that were
 * calibrated before. An index is made of a random half of the documents. In one arm half of these
 * are deleted and as many of the other half inserted, in the other half of them are updated: each
 * moves to the middle between itself and its nearest neighbour. Changes come in rounds with a
 * commit each, and Lucene merges when it likes. Compared are the index before, the changed one, the
 * same compacted, and one made of the final documents.
 *
 * <p>Arguments: an index, its set as {@code ehi encode} writes it, and seeds.
 */
public final class ChurnExperiment {
  private static final int K = 10;
  private static final int ROUNDS = 10;
  private static final double[] RECALLS = {.9, .95, .98};

  private final Tree tree;
  private final EncodedSet set;
  private final List<String> ids; // in random order
  private final Vectors vectors; // (documents, dim) likewise
  private final int half;

  private ChurnExperiment(Path index, EncodedSet set, long seed) throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(index)) {
      tree = searcher.tree();
    }
    this.set = set;
    IndexVectors all = IndexVectors.read(index);
    List<Integer> order = new ArrayList<>(IntStream.range(0, all.ids().size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    List<String> allIds = all.ids();
    ids = order.stream().map(allIds::get).toList();
    vectors = all.vectors().gather(order.stream().mapToInt(Integer::intValue).toArray());
    half = ids.size() / 2;
  }

  public static void main(String[] args) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(args[1]));
    for (int i = 2; i < args.length; i++) {
      long seed = Long.parseLong(args[i]);
      ChurnExperiment experiment = new ChurnExperiment(Path.of(args[0]), set, seed);
      print("seed %d: %d documents, half of which change", seed, experiment.half);
      experiment.run("replaced", experiment::replaced);
      experiment.run("updated", experiment::updated);
    }
  }

  /** One change. */
  private interface Change {
    /** Changes a document of the index, 0 to half / 2 - 1. */
    Changed of(int document);
  }

  /** What stands in the place of a document. */
  private record Changed(String id, float[] vector) {}

  private Changed replaced(int document) {
    return new Changed(ids.get(half + document), vectors.row(half + document));
  }

  private Changed updated(int document) {
    float[] vector = vectors.row(document);
    float[] neighbour = vectors.row(nearest(document));
    for (int i = 0; i < vector.length; i++) {
      vector[i] += neighbour[i];
    }
    Vectors.normalize(vector);
    return new Changed(ids.get(document), vector);
  }

  /** The nearest other document of the index. */
  private int nearest(int document) {
    float[] scores = new float[half];
    DotProduct.best().rows(vectors.segment(), 0, half, vectors.row(document), scores);
    scores[document] = Float.NEGATIVE_INFINITY;
    int best = 0;
    for (int i = 1; i < half; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private void run(String arm, Change change) throws IOException {
    int changes = half / 2;
    Changed[] changed = IntStream.range(0, changes).mapToObj(change::of).toArray(Changed[]::new);
    try (ScratchIndex index = new ScratchIndex(tree)) {
      index.add(ids, vectors, 0, half);
      index.keepBaseline();
      index.commit();
      Calibration calibration = index.searcher().calibrate(set.dev(), K, Progress.none());
      report(arm + ": before", index, calibration);
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = changes * round / ROUNDS; i < changes * (round + 1) / ROUNDS; i++) {
          index.delete(ids.get(i));
          index.add(changed[i].id(), changed[i].vector());
        }
        index.commit();
      }
      report(arm + ": after", index, calibration);
      index.compact();
      report(arm + ": compacted", index, calibration);
      try (ScratchIndex fresh = new ScratchIndex(tree)) {
        fresh.add(ids, vectors, changes, half);
        for (Changed document : Arrays.asList(changed)) {
          fresh.add(document.id(), document.vector());
        }
        fresh.keepBaseline();
        fresh.commit();
        report(arm + ": made anew", fresh, calibration);
      }
    }
  }

  private void report(String state, ScratchIndex index, Calibration calibration)
      throws IOException {
    IndexDescription described = index.describe();
    Growth growth = Objects.requireNonNull(described.growth());
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-22s %6d documents %5d deleted %2d segments",
                state,
                described.documents(),
                described.deleted(),
                described.segments().size()));
    SearchQuality quality = new SearchQuality(index.searcher(), set.test());
    for (double recall : RECALLS) {
      SearchQuality.Found found = quality.at(calibration.at(recall).budget());
      line.append(
          String.format(
              Locale.ROOT,
              "  asked %.2f: %.4f at %.3f %%",
              recall,
              found.recall(),
              100 * found.visited() / described.documents()));
    }
    print(
        "%s  unsure %.4f, crowding %.3f, %s",
        line, growth.unsure(), growth.crowding(), growth.verdict());
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
