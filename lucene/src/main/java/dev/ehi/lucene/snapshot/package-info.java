/** An index at one point in time, and the tree that it keeps beside its segments. */
@NullMarked
package dev.ehi.lucene.snapshot;

import org.jspecify.annotations.NullMarked;
