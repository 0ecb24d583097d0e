/** Tests of how vectors lie in leaves, written, merged and read. */
@NullMarked
package dev.ehi.lucene.leaf;

import org.jspecify.annotations.NullMarked;
