/** Tests of the format, the index and the searcher. */
@NullMarked
package dev.ehi.lucene;

import org.jspecify.annotations.NullMarked;
