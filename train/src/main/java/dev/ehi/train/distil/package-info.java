/** Teaches a tree where the nearest documents of queries lie. */
@NullMarked
package dev.ehi.train.distil;

import org.jspecify.annotations.NullMarked;
