/** Tests of the format through Lucene's own interfaces. */
@NullMarked
package dev.ehi.lucene.format;

import org.jspecify.annotations.NullMarked;
