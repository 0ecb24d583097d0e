package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.train.config.Supervision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Queries made of vectors of documents. */
final class MovedDocuments {
  private MovedDocuments() {}

  /**
   * Moves each document by a step of a given length in a random direction, as often as configured.
   *
   * @param documents of length 1 // (documents, dim)
   */
  static IdentifiedVectors of(
      IdentifiedVectors documents, Supervision.Neighbours supervision, long seed) {
    Vectors vectors = documents.vectors();
    int each = supervision.queriesPerDocument();
    Vectors moved = Vectors.allocate(vectors.size() * each, vectors.dim());
    List<String> ids = new ArrayList<>(moved.size());
    for (int document = 0; document < vectors.size(); document++) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.PSEUDO, document);
      for (int i = 0; i < each; i++) {
        moved.set(ids.size(), step(vectors.row(document), supervision.noise(), random));
        ids.add(documents.ids().get(document) + "#" + i);
      }
    }
    return new IdentifiedVectors(ids, moved);
  }

  private static float[] step(float[] from, double length, SplittableRandom random) {
    float[] direction = new float[from.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    Vectors.normalize(direction);
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (from[i] + length * direction[i]);
    }
    Vectors.normalize(direction);
    return direction;
  }
}
