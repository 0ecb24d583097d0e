/** Tests of what is said of an index that has changed. */
@NullMarked
package dev.ehi.lucene.growth;

import org.jspecify.annotations.NullMarked;
