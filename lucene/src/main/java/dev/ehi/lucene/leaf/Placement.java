package dev.ehi.lucene.leaf;

/**
 * Which document each vector is of, and in which leaves it lies.
 *
 * @param size vectors, whose ordinals come first in the arrays
 * @param documentOf growing // (size)
 * @param copies leaves of a vector
 * @param leafOf the most probable one first, all different // (size, copies)
 */
record Placement(int size, int[] documentOf, int copies, int[] leafOf) {}
