/** What has become of an index since it was created, and what to do about it. */
@NullMarked
package dev.ehi.lucene.growth;

import org.jspecify.annotations.NullMarked;
