package dev.ehi.train.nn;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs an encoder. The tensors of a forward pass belong to the scope of the thread
 * that made them, which stays open until they are {@linkplain #forget forgotten}.
 */
final class Shard implements AutoCloseable {
  private final TorchEncoder encoder;
  private final ExecutorService thread;
  private @Nullable StepScope scope;
  private @Nullable Tensor vectors; // with gradients // (texts, hidden)

  /**
   * @param threads that share its products
   */
  Shard(TorchEncoder encoder, int threads) {
    this.encoder = encoder;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("encoder-", 0).factory());
    CompletableFuture.runAsync(() -> Torch.useHere(threads), thread).join();
  }

  /** For training. // (texts, hidden) */
  CompletableFuture<Tensor> encode(List<int[]> texts) {
    return CompletableFuture.supplyAsync(
        () -> {
          reopen();
          return vectors = encoder.encode(texts);
        },
        thread);
  }

  /** Without gradients. // (texts, hidden) */
  CompletableFuture<Tensor> infer(List<int[]> texts) {
    return CompletableFuture.supplyAsync(
        () -> {
          reopen();
          return encoder.infer(texts);
        },
        thread);
  }

  /**
   * The gradients of the parameters, undefined for those that take no part.
   *
   * @param gradient of the vectors encoded last // (texts, hidden)
   */
  CompletableFuture<TensorVector> backward(Tensor gradient, List<Tensor> parameters) {
    return CompletableFuture.supplyAsync(
        () ->
            torch.grad(
                new TensorVector(Objects.requireNonNull(vectors)),
                new TensorVector(parameters.toArray(Tensor[]::new)),
                new TensorVector(gradient),
                new BoolOptional(),
                false,
                true),
        thread);
  }

  /** Frees what was made since the last pass began. */
  CompletableFuture<Void> forget() {
    return CompletableFuture.runAsync(this::closeScope, thread);
  }

  @Override
  public void close() {
    forget().join();
    thread.shutdown();
  }

  private void reopen() {
    closeScope();
    scope = StepScope.open();
  }

  private void closeScope() {
    vectors = null;
    if (scope != null) {
      scope.close();
      scope = null;
    }
  }
}
