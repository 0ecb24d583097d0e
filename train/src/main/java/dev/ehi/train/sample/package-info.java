/** What a run trains on, by ordinal, and how batches are drawn from it. */
@NullMarked
package dev.ehi.train.sample;

import org.jspecify.annotations.NullMarked;
