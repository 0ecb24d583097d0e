/** Tests of what a recall takes. */
@NullMarked
package dev.ehi.lucene.recall;

import org.jspecify.annotations.NullMarked;
