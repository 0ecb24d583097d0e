/** What people read: the results as JSON, as a table for the terminal, and as one HTML page. */
@NullMarked
package dev.ehi.eval.report;

import org.jspecify.annotations.NullMarked;
