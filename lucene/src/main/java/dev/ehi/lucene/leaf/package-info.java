/** How the vectors of a field lie in the leaves of a segment, written and read. */
@NullMarked
package dev.ehi.lucene.leaf;

import org.jspecify.annotations.NullMarked;
