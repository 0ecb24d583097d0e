/** Test support shared by all modules through the test jar of core. */
@NullMarked
package dev.ehi.core.testing;

import org.jspecify.annotations.NullMarked;
