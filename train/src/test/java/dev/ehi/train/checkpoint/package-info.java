@NullMarked
package dev.ehi.train.checkpoint;

import org.jspecify.annotations.NullMarked;
