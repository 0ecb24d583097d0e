@NullMarked
package dev.ehi.encoder;

import org.jspecify.annotations.NullMarked;
