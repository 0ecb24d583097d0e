/** What a recall that is asked for takes, as kept with an index and in its segments. */
@NullMarked
package dev.ehi.lucene.recall;

import org.jspecify.annotations.NullMarked;
