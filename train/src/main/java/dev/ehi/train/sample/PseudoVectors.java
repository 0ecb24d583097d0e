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
        int[] positives = pairs.positives(query);
        float[] positive = documents.row(positives[random.nextInt(positives.length)]);
        float[] moved = documents.row(document);
        float[] target = queries.row(query);
        for (int k = 0; k < moved.length; k++) {
          moved[k] += STYLE * (target[k] - positive[k]);
        }
        Vectors.normalize(moved);
        all.set(pairs.pseudoQuery(document, j), moved);
      }
    }
    return all;
  }
}
