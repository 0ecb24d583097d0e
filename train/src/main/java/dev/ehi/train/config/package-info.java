/** Configuration of training: one immutable record tree, read from YAML or JSON. */
@NullMarked
package dev.ehi.train.config;

import org.jspecify.annotations.NullMarked;
