/** The command line. */
@NullMarked
package dev.ehi.cli;

import org.jspecify.annotations.NullMarked;
