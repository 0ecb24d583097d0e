package dev.ehi.cli.eval;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import java.util.Map;
import java.util.Optional;

/**
 * The embeddings of one model, and its tree if it has one.
 *
 * @param training how it was trained, by key; empty if that is not known
 */
public record EvaluatedModel(
    Embeddings embeddings, Optional<Tree> tree, Map<String, String> training) {}
