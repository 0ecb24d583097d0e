/** Work shared among the cores. */
@NullMarked
package dev.ehi.core.parallel;

import org.jspecify.annotations.NullMarked;
