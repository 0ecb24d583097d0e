/** Clustering that gives a tree its start and the baseline its leaves. */
@NullMarked
package dev.ehi.core.cluster;

import org.jspecify.annotations.NullMarked;
