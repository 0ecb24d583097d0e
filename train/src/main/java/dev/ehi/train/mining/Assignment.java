package dev.ehi.train.mining;

/**
 * A leaf map and when it was made.
 *
 * @param step updates before it
 */
public record Assignment(long step, LeafMap leaves) {}
