/**
 * Quality as a function of cost. A query's walk through the leaves fixes, for every budget, which
 * documents a search would have scored; so one pass over the exact scores gives the whole curve of
 * every tree on the same embeddings.
 */
@NullMarked
package dev.ehi.eval.curve;

import org.jspecify.annotations.NullMarked;
