/** The command that measures models at matched budgets. */
@NullMarked
package dev.ehi.cli.eval;

import org.jspecify.annotations.NullMarked;
