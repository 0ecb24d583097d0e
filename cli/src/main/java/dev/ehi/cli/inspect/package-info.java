/** The command that looks into models and indexes. */
@NullMarked
package dev.ehi.cli.inspect;

import org.jspecify.annotations.NullMarked;
