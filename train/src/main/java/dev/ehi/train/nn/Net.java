package dev.ehi.train.nn;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A network with trainable tensors. Not safe for concurrent use. */
public sealed interface Net extends AutoCloseable permits TorchEncoder, TorchIndexer, TorchAdapter {

  /** The trainable tensors by name, in a fixed order. They live until the net is closed. */
  Map<String, Tensor> parameters();

  /** Frees the parameters. */
  @Override
  default void close() {
    parameters().values().forEach(Tensor::close);
  }
}
