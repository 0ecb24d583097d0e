/** The command that trains encoder and tree. */
@NullMarked
package dev.ehi.cli.train;

import org.jspecify.annotations.NullMarked;
