package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.IndexVectors;
import dev.ehi.lucene.growth.Growth;
import dev.ehi.lucene.recall.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is left of recall when half of the documents have changed, at the budgets that were
 * calibrated before. An index is made of a random half of the documents, and the other half held
 * out. In one arm half of the index's documents are deleted and as many held-out ones inserted. In
 * another half of them are updated: each moves to the middle between itself and its nearest
 * held-out document. In a third they converge: each moves to the middle between itself and its
 * nearest neighbour in the index, so that many become near-duplicates. Changes come in rounds with
 * a commit each, and Lucene merges when it likes. Compared are the index before, the changed one,
 * the same compacted, and one made of the final documents.
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
      experiment.run("replaced", experiment.replaced());
      experiment.run("updated", experiment.moved(experiment.half, experiment.half));
      experiment.run("converged", experiment.moved(0, experiment.half));
    }
  }

  /** Held-out documents, for as many of the index. */
  private IdentifiedVectors replaced() {
    int[] rows = IntStream.range(half, half + half / 2).toArray();
    return new IdentifiedVectors(ids.subList(half, half + half / 2), vectors.gather(rows));
  }

  /** Documents of the index, each moved towards the nearest one among some. */
  private IdentifiedVectors moved(int from, int count) {
    Vectors moved = Vectors.allocate(half / 2, vectors.dim());
    for (int document = 0; document < moved.size(); document++) {
      float[] vector = vectors.row(document);
      float[] other = vectors.row(nearest(document, from, count));
      for (int i = 0; i < vector.length; i++) {
        vector[i] += other[i];
      }
      moved.set(document, vector);
    }
    moved.normalize();
    return new IdentifiedVectors(ids.subList(0, moved.size()), moved);
  }

  /** The nearest to a document of the others among some. */
  private int nearest(int document, int from, int count) {
    float[] scores = new float[count];
    DotProduct.best()
        .rows(vectors.segment(), vectors.offset(from), count, vectors.row(document), scores);
    if (document >= from && document < from + count) {
      scores[document - from] = Float.NEGATIVE_INFINITY;
    }
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return from + best;
  }

  /** Documents of the index, from the first on, make way for others. */
  private void run(String arm, IdentifiedVectors changed) throws IOException {
    int changes = changed.ids().size();
    try (ScratchIndex index = new ScratchIndex(tree)) {
      index.add(ids, vectors, 0, half);
      index.keepBaseline();
      index.commit();
      Calibration calibration = index.searcher().calibrate(set.dev(), K, Progress.none());
      report(arm + ": before", index, calibration);
      for (int round = 0; round < ROUNDS; round++) {
        int from = changes * round / ROUNDS;
        int to = changes * (round + 1) / ROUNDS;
        for (String id : ids.subList(from, to)) {
          index.delete(id);
        }
        index.add(changed.ids(), changed.vectors(), from, to);
        index.commit();
      }
      report(arm + ": after", index, calibration);
      index.compact();
      report(arm + ": compacted", index, calibration);
      try (ScratchIndex fresh = new ScratchIndex(tree)) {
        fresh.add(ids, vectors, changes, half);
        fresh.add(changed.ids(), changed.vectors(), 0, changes);
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
