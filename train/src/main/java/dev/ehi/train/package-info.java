/** Joint training of encoder and tree on libtorch. */
@NullMarked
package dev.ehi.train;

import org.jspecify.annotations.NullMarked;
