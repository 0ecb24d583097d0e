package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;

/** Pseudo-queries where there are vectors only. */
public final class PseudoVectors {
  private static final float STYLE = 0.7f;

  private PseudoVectors() {}

  /**
   * Behind the real queries, each document moved towards where queries lie: {@code normalize(d +
   * 0.7 (q' - d'))} with a random training pair (q', d').
   */
  public static Vectors append(Vectors queries, Vectors documents, TrainingPairs pairs, long seed) {
    int perDocument = pairs.pseudoPerDocument();
    int real = queries.size();
    Vectors all = Vectors.allocate(real + documents.size() * perDocument, documents.dim());
    for (int i = 0; i < real; i++) {
      all.set(i, queries.row(i));
    }
    for (int document = 0; document < documents.size() && real > 0; document++) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.PSEUDO, document);
      for (int j = 0; j < perDocument; j++) {
        int query = random.nextInt(real);
        int positive = anyOf(pairs.positives(query), random);
        all.set(
            pairs.pseudoQuery(document, j), moved(documents, document, queries, query, positive));
      }
    }
    return all;
  }

  /**
   * Each document once, moved by a training pair whose query is one of the given.
   *
   * @param queries vectors of some training queries // (queries, dim)
   * @param ordinals of these in {@code pairs} // (queries)
   * @return in the order of the documents // (documents, dim)
   */
  public static Vectors near(
      Vectors documents, Vectors queries, int[] ordinals, TrainingPairs pairs, long seed) {
    Vectors all = Vectors.allocate(documents.size(), documents.dim());
    for (int document = 0; document < documents.size(); document++) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.PSEUDO, document);
      int query = random.nextInt(ordinals.length);
      int positive = anyOf(pairs.positives(ordinals[query]), random);
      all.set(document, moved(documents, document, queries, query, positive));
    }
    return all;
  }

  private static int anyOf(int[] positives, SplittableRandom random) {
    return positives[random.nextInt(positives.length)];
  }

  private static float[] moved(
      Vectors documents, int document, Vectors queries, int query, int positive) {
    float[] moved = documents.row(document);
    float[] to = queries.row(query);
    float[] from = documents.row(positive);
    for (int k = 0; k < moved.length; k++) {
      moved[k] += STYLE * (to[k] - from[k]);
    }
    Vectors.normalize(moved);
    return moved;
  }
}
