package dev.ehi.cli.eval;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.compare.Results;
import java.util.Map;
import java.util.Optional;

/**
 * The embeddings of one model, and its tree if it has one.
 *
 * @param training how it was trained, by key; empty if that is not known
 * @param course what its training found on its way; empty if its run is not at hand
 */
public record EvaluatedModel(
    Embeddings embeddings,
    Optional<Tree> tree,
    Map<String, String> training,
    Optional<Results.Course> course) {}
