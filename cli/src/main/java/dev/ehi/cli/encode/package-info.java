/** {@code ehi encode}. */
@NullMarked
package dev.ehi.cli.encode;

import org.jspecify.annotations.NullMarked;
