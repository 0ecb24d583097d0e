package dev.ehi.lucene;

import dev.ehi.core.tree.Tree;

/**
 * How documents are added to an index.
 *
 * @param tree routes them
 * @param encoding of their vectors
 */
record IndexSettings(Tree tree, LeafEncoding encoding) {}
