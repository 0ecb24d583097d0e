/** The command that asks an index. */
@NullMarked
package dev.ehi.cli.search;

import org.jspecify.annotations.NullMarked;
