/** Which leaves a search opens, and how it scores the vectors in them. */
@NullMarked
package dev.ehi.lucene.scan;

import org.jspecify.annotations.NullMarked;
