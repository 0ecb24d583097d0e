package dev.ehi.lucene.snapshot;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafLayout;

/**
 * How documents are added to an index.
 *
 * @param tree routes them
 * @param layout of the leaves
 */
public record IndexSettings(Tree tree, LeafLayout layout) {}
