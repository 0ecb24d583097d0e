package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.Net;
import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import dev.ehi.train.nn.TorchAdapter;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.FrozenVectors;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Frozen vectors, through an adapter in training where there is one. */
final class VectorEmbedder implements Embedder {
  private static final int BLOCK = 4096;

  private final FrozenVectors vectors;
  private final Optional<TorchAdapter> adapter;
  private final int realQueries;

  /**
   * @param realQueries how many of the queries are no pseudo-queries
   */
  VectorEmbedder(FrozenVectors vectors, Optional<TorchAdapter> adapter, int realQueries) {
    this.vectors = vectors;
    this.adapter = adapter;
    this.realQueries = realQueries;
  }

  @Override
  public Embedded embed(Batch batch) {
    return new Embedded(
        adapted(Tensors.of(vectors.queries().gather(batch.queries()))),
        adapted(Tensors.of(vectors.documents().gather(batch.documents()))),
        0,
        () -> {});
  }

  @Override
  public Vectors documents(Progress progress) {
    return adapted(vectors.documents());
  }

  @Override
  public Vectors trainingQueries(Progress progress) {
    return adapted(vectors.queries().slice(0, realQueries));
  }

  @Override
  public Vectors trainingQueries(int[] ordinals, Progress progress) {
    return adapted(vectors.queries().gather(ordinals));
  }

  @Override
  public Vectors devQueries(Progress progress) {
    return adapted(vectors.devQueries());
  }

  /** As they are: vectors cannot be read without a part of their texts. */
  @Override
  public Vectors devDocuments(Vectors documents, Progress progress) {
    return documents;
  }

  @Override
  public Optional<Net> net() {
    return adapter.map(net -> net);
  }

  Optional<TorchAdapter> adapter() {
    return adapter;
  }

  private Tensor adapted(Tensor frozen) {
    return adapter.isPresent() ? adapter.get().apply(frozen) : frozen;
  }

  private Vectors adapted(Vectors frozen) {
    if (adapter.isEmpty()) {
      return frozen;
    }
    Vectors adapted = Vectors.allocate(frozen.size(), frozen.dim());
    for (int from = 0; from < frozen.size(); from += BLOCK) {
      int to = Math.min(frozen.size(), from + BLOCK);
      try (StepScope scope = StepScope.open();
          NoGradGuard guard = new NoGradGuard()) {
        Vectors block = Tensors.vectors(adapted(Tensors.of(frozen.slice(from, to))));
        for (int i = from; i < to; i++) {
          adapted.set(i, block.row(i - from));
        }
      }
    }
    return adapted;
  }

  @Override
  public void close() {
    adapter.ifPresent(TorchAdapter::close);
  }
}
