package dev.ehi.core.tree;

/**
 * Leaves in falling order of probability, computed as they are asked for. A cursor is valid until
 * its router routes again.
 */
public interface LeafCursor {

  /** The next leaf, or -1 when there is none. */
  int next();

  /** The log-probability of the leaf that {@link #next} last returned. */
  float logProbability();
}
