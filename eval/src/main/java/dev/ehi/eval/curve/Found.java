package dev.ehi.eval.curve;

/**
 * What one search found and what it cost.
 *
 * @param visited documents scored
 */
public record Found(Hits hits, long visited) {}
