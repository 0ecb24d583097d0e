@NullMarked
package dev.ehi.train.sample;

import org.jspecify.annotations.NullMarked;
