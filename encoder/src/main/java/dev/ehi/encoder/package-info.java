/**
 * From text to vectors: model directories in HuggingFace's layout, their weights, tokenizer and
 * inference by ONNX Runtime.
 *
 * <p>{@link dev.ehi.encoder.ModelSource} finds a {@link dev.ehi.encoder.ModelDirectory}, which
 * gives weights under HuggingFace names to training and an {@link dev.ehi.encoder.OnnxEncoder} to
 * indexing and search; {@link dev.ehi.encoder.ModelDirectoryWriter} writes the trained model. ONNX
 * files are read for their weights and written from weights alone, by a graph of our own, so that
 * one path serves every start.
 */
@NullMarked
package dev.ehi.encoder;

import org.jspecify.annotations.NullMarked;
