/** Commands that build, convert and check retrieval sets. */
@NullMarked
package dev.ehi.cli.data;

import org.jspecify.annotations.NullMarked;
