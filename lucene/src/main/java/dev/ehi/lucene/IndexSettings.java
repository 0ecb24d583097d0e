package dev.ehi.lucene;

import dev.ehi.core.tree.Tree;

/**
 * How documents are added to an index.
 *
 * @param tree routes them
 * @param layout of the leaves
 */
record IndexSettings(Tree tree, LeafLayout layout) {}
