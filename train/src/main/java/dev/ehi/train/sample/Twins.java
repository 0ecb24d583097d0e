package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Documents, or queries, that the encoder cannot tell apart because their tokens or vectors are
 * equal. Each is represented by the first of its kind, so that no document becomes a negative of
 * what its twin is a positive of.
 */
public final class Twins {
  private final int[] first; // (size)

  private Twins(int size, IntFunction<?> content) {
    first = new int[size];
    Map<Object, Integer> seen = HashMap.newHashMap(size);
    for (int i = 0; i < size; i++) {
      Integer twin = seen.putIfAbsent(content.apply(i), i);
      first[i] = twin == null ? i : twin;
    }
  }

  /** Twins by equal tokens. */
  public static Twins ofTokens(List<int[]> tokens) {
    return new Twins(tokens.size(), i -> IntBuffer.wrap(tokens.get(i)));
  }

  /** Twins by equal vectors. // (size, dim) */
  public static Twins ofVectors(Vectors vectors) {
    return new Twins(vectors.size(), i -> FloatBuffer.wrap(vectors.row(i)));
  }

  /** The first one with the same content. */
  public int first(int ordinal) {
    return first[ordinal];
  }

  public int size() {
    return first.length;
  }
}
