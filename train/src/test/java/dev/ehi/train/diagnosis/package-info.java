@NullMarked
package dev.ehi.train.diagnosis;

import org.jspecify.annotations.NullMarked;
