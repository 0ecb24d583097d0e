/** What it takes to find a share of the nearest documents, as measured on queries. */
@NullMarked
package dev.ehi.lucene.calibration;

import org.jspecify.annotations.NullMarked;
