/**
 * The trainable networks, on libtorch: encoder, indexer and adapter, their optimiser and what they
 * cost in memory.
 *
 * <p>Native memory: every tensor made while a {@link dev.ehi.train.nn.StepScope} is open is freed
 * when it closes, so one scope around a training step keeps memory flat. The parameters of a {@link
 * dev.ehi.train.nn.Net} and the state of an {@link dev.ehi.train.nn.Optimizer} outlive scopes until
 * they are closed themselves.
 */
@NullMarked
package dev.ehi.train.nn;

import org.jspecify.annotations.NullMarked;
