package dev.ehi.data;

import java.util.Arrays;

/**
 * A set of strings kept as 64-bit hashes, 16 bytes or less each, so that millions of ids can be
 * checked for repeats while streaming. Two different strings fall together with probability 2^-64.
 */
final class IdSet {
  private static final long EMPTY = 0;

  private long[] table = new long[1 << 10];
  private int size;

  /** False when the string is there already. */
  boolean add(String id) {
    if (2 * size >= table.length) {
      grow();
    }
    boolean added = insert(hash(id));
    size += added ? 1 : 0;
    return added;
  }

  private static long hash(String id) {
    long hash = TextHash.of(id);
    return hash == EMPTY ? 1 : hash;
  }

  private boolean insert(long hash) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != EMPTY) {
      if (table[slot] == hash) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    table[slot] = hash;
    return true;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    Arrays.stream(old).filter(hash -> hash != EMPTY).forEach(this::insert);
  }
}
