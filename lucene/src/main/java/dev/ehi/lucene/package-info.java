/** An index of documents and their vectors, and its searcher. */
@NullMarked
package dev.ehi.lucene;

import org.jspecify.annotations.NullMarked;
