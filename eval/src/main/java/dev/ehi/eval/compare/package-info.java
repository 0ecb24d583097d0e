/** The evaluation protocol: which methods are compared, at which budgets, and what is recorded. */
@NullMarked
package dev.ehi.eval.compare;

import org.jspecify.annotations.NullMarked;
