package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Documents that the encoder cannot tell apart, because their tokens or vectors are equal. Each is
 * represented by the first of its kind, so that none is used as a negative of another's query.
 */
public final class Twins {
  private final int[] first; // (documents)

  private Twins(int documents, IntFunction<?> content) {
    first = new int[documents];
    Map<Object, Integer> seen = HashMap.newHashMap(documents);
    for (int document = 0; document < documents; document++) {
      Integer twin = seen.putIfAbsent(content.apply(document), document);
      first[document] = twin == null ? document : twin;
    }
  }

  /** Twins by equal tokens. */
  public static Twins ofTokens(List<int[]> tokens) {
    return new Twins(tokens.size(), document -> IntBuffer.wrap(tokens.get(document)));
  }

  /** Twins by equal vectors. // (documents, dim) */
  public static Twins ofVectors(Vectors vectors) {
    return new Twins(vectors.size(), document -> FloatBuffer.wrap(vectors.row(document)));
  }

  /** The first document with the same content. */
  public int first(int document) {
    return first[document];
  }

  public int documents() {
    return first.length;
  }
}
