package dev.ehi.eval.curve;

/**
 * What one search found and what it cost.
 *
 * @param visited documents scored
 * @param routing dot products spent on routing; 0 for a method without any, or that does not tell
 */
public record Found(Hits hits, long visited, double routing) {}
