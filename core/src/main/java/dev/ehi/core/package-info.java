/** The tree, its routing, the leaf scan and k-means; JDK only. */
@NullMarked
package dev.ehi.core;

import org.jspecify.annotations.NullMarked;
