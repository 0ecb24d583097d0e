/** Files and directories that appear whole or not at all. */
@NullMarked
package dev.ehi.core.file;

import org.jspecify.annotations.NullMarked;
