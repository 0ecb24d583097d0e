/**
 * Lucene's vectors format: leaves written, merged, read and searched through Lucene's own
 * interfaces.
 */
@NullMarked
package dev.ehi.lucene.format;

import org.jspecify.annotations.NullMarked;
