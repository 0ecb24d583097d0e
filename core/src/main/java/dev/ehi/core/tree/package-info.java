/** The index tree: configuration, learned weights, and the routing of a vector to leaves. */
@NullMarked
package dev.ehi.core.tree;

import org.jspecify.annotations.NullMarked;
