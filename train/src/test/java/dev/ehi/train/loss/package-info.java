@NullMarked
package dev.ehi.train.loss;

import org.jspecify.annotations.NullMarked;
