package dev.ehi.cli.eval;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import java.util.Optional;

/** The embeddings of one model, and its tree if it has one. */
public record EvaluatedModel(Embeddings embeddings, Optional<Tree> tree) {}
