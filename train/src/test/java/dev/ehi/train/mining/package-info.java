@NullMarked
package dev.ehi.train.mining;

import org.jspecify.annotations.NullMarked;
