@NullMarked
package dev.ehi.train.nn;

import org.jspecify.annotations.NullMarked;
