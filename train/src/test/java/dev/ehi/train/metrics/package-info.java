@NullMarked
package dev.ehi.train.metrics;

import org.jspecify.annotations.NullMarked;
