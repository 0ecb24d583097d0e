package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.train.config.Supervision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Queries made of vectors of documents. */
final class MovedDocuments {

  private MovedDocuments() {}

  /**
   * Moves each document by a step of a given length in a random direction, as often as configured;
   * of a large corpus, documents drawn at random.
   *
   * @param documents of length 1 // (documents, dim)
   */
  static IdentifiedVectors of(
      IdentifiedVectors documents, Supervision.Neighbours supervision, long seed) {
    Vectors vectors = documents.vectors();
    int each = supervision.queriesPerDocument();
    int[] drawn =
        drawn(vectors.size(), Math.ceilDiv(ExactSearches.most(vectors.size()), each), seed);
    Vectors moved = Vectors.allocate(drawn.length * each, vectors.dim());
    List<String> ids = new ArrayList<>(moved.size());
    for (int document : drawn) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.PSEUDO, document);
      for (int i = 0; i < each; i++) {
        moved.set(ids.size(), step(vectors.row(document), supervision.noise(), random));
        ids.add(documents.ids().get(document) + "#" + i);
      }
    }
    return new IdentifiedVectors(ids, moved);
  }

  /** Ordinals, ascending; all if these are not too many. */
  private static int[] drawn(int documents, int most, long seed) {
    int[] ordinals = IntStream.range(0, documents).toArray();
    if (documents <= most) {
      return ordinals;
    }
    Shuffle.inPlace(ordinals, Seeds.random(seed, Seeds.Purpose.PSEUDO, -1));
    return Arrays.stream(ordinals).limit(most).sorted().toArray();
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
