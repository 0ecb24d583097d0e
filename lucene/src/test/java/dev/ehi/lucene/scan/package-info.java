/** Tests of budgets and of what a search scores. */
@NullMarked
package dev.ehi.lucene.scan;

import org.jspecify.annotations.NullMarked;
