/** Tests of what a recall takes. */
@NullMarked
package dev.ehi.lucene.calibration;

import org.jspecify.annotations.NullMarked;
