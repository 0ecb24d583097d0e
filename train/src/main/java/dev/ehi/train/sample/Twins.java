package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Documents, or queries, that the encoder cannot tell apart because their tokens or vectors are
 * equal. Each is represented by the first of its kind, so that no document becomes a negative of
 * what its twin is a positive of.
 */
public final class Twins {
  private final int[] first; // (size)

  /** Whether two of them are equal. */
  private interface Equality {
    boolean test(int one, int other);
  }

  private Twins(int size, IntUnaryOperator hash, Equality equality) {
    first = new int[size];
    Map<Long, Integer> seen = HashMap.newHashMap(size); // by hash, or the next free number
    for (int i = 0; i < size; i++) {
      long key = hash.applyAsInt(i);
      Integer twin = seen.putIfAbsent(key, i);
      while (twin != null && !equality.test(twin, i)) {
        twin = seen.putIfAbsent(++key, i);
      }
      first[i] = twin == null ? i : twin;
    }
  }

  /** Twins by equal tokens. */
  public static Twins ofTokens(List<int[]> tokens) {
    return new Twins(
        tokens.size(),
        i -> Arrays.hashCode(tokens.get(i)),
        (one, other) -> Arrays.equals(tokens.get(one), tokens.get(other)));
  }

  /** Twins by equal vectors. // (size, dim) */
  public static Twins ofVectors(Vectors vectors) {
    return new Twins(
        vectors.size(),
        i -> Arrays.hashCode(vectors.row(i)),
        (one, other) -> Arrays.equals(vectors.row(one), vectors.row(other)));
  }

  /** The first one with the same content. */
  public int first(int ordinal) {
    return first[ordinal];
  }

  public int size() {
    return first.length;
  }
}
