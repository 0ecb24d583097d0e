/** The main job end to end on real data. */
@NullMarked
package dev.ehi.cli.quickstart;

import org.jspecify.annotations.NullMarked;
