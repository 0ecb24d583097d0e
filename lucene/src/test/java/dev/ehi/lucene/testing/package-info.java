/** What tests of this module share. */
@NullMarked
package dev.ehi.lucene.testing;

import org.jspecify.annotations.NullMarked;
