package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;

/**
 * Vectors that training does not change, all of length 1.
 *
 * @param documents // (documents, dim)
 * @param queries in the numbering of {@link TrainingPairs}: real queries, then pseudo-queries //
 *     (queries, dim)
 * @param devQueries // (dev queries, dim)
 */
public record FrozenVectors(Vectors documents, Vectors queries, Vectors devQueries) {}
