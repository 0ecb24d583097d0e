/** Searches through real Lucene indexes: HNSW as a baseline, and the timing of every method. */
@NullMarked
package dev.ehi.eval.lucene;

import org.jspecify.annotations.NullMarked;
