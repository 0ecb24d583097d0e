/** Training objectives, one a file, on embeddings, path embeddings and leaf probabilities. */
@NullMarked
package dev.ehi.train.loss;

import org.jspecify.annotations.NullMarked;
