/** EhiVectorsFormat for Lucene, and the index and searcher on top. */
@NullMarked
package dev.ehi.lucene;

import org.jspecify.annotations.NullMarked;
