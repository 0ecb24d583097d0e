/** Commands that make and change an index. */
@NullMarked
package dev.ehi.cli.index;

import org.jspecify.annotations.NullMarked;
