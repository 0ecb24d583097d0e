/** Tokenizer, ONNX Runtime encoder and the model directory. */
@NullMarked
package dev.ehi.encoder;

import org.jspecify.annotations.NullMarked;
