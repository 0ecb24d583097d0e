/** What all commands share at the terminal: progress, errors, tables and JSON output. */
@NullMarked
package dev.ehi.cli.console;

import org.jspecify.annotations.NullMarked;
