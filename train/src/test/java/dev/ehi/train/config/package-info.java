@NullMarked
package dev.ehi.train.config;

import org.jspecify.annotations.NullMarked;
