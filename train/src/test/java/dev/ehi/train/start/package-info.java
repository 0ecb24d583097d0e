@NullMarked
package dev.ehi.train.start;

import org.jspecify.annotations.NullMarked;
