/** The command that looks into models, training runs and indexes. */
@NullMarked
package dev.ehi.cli.inspect;

import org.jspecify.annotations.NullMarked;
