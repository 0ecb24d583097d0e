package dev.ehi.data.leakage;

import java.util.List;

/**
 * Something found in two places.
 *
 * @param count how often
 * @param examples the first few, each naming both places
 */
public record Shared(long count, List<String> examples) {}
