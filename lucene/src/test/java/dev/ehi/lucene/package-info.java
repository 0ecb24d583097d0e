/** Tests of the index and its searcher. */
@NullMarked
package dev.ehi.lucene;

import org.jspecify.annotations.NullMarked;
