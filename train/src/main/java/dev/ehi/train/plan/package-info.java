/** How large a tree should be: pilots, a cost model fitted to them, and the choice. */
@NullMarked
package dev.ehi.train.plan;

import org.jspecify.annotations.NullMarked;
