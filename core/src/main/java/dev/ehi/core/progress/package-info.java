/** How long-running work reports what it has done. */
@NullMarked
package dev.ehi.core.progress;

import org.jspecify.annotations.NullMarked;
