@NullMarked
package dev.ehi.train.testing;

import org.jspecify.annotations.NullMarked;
