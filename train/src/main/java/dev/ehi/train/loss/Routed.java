package dev.ehi.train.loss;

import dev.ehi.core.tree.TreeShape;
import dev.ehi.train.nn.TorchIndexer;
import dev.ehi.train.nn.TorchIndexer.GreedyPath;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings together with what the indexer makes of them, computed when a loss first asks for it.
 * Lives no longer than the step's scope.
 */
public final class Routed {

  private final Tensor embeddings; // (n, dim)
  private final @Nullable TorchIndexer indexer;
  private final double dropout;
  private @Nullable Tensor input; // (n, dim) what the indexer sees
  private @Nullable GreedyPath path;
  private @Nullable Tensor leafProbabilities;

  private Routed(Tensor embeddings, @Nullable TorchIndexer indexer, double dropout) {
    this.embeddings = embeddings;
    this.indexer = indexer;
    this.dropout = dropout;
  }

  /**
   * Embeddings that an indexer routes.
   *
   * @param embeddings of length 1 // (n, dim)
   * @param dropout share of the indexer's inputs set to zero, in [0, 1)
   */
  public static Routed by(TorchIndexer indexer, Tensor embeddings, double dropout) {
    return new Routed(embeddings, indexer, dropout);
  }

  /**
   * Embeddings without an indexer, for a dual encoder alone; losses that look at the tree throw.
   *
   * @param embeddings of length 1 // (n, dim)
   */
  public static Routed nowhere(Tensor embeddings) {
    return new Routed(embeddings, null, 0);
  }

  /** // (n, dim) */
  public Tensor embeddings() {
    return embeddings;
  }

  /** T(u) and the leaf along the greedy path. */
  public GreedyPath path() {
    if (path == null) {
      path = indexer().greedyPath(input());
    }
    return path;
  }

  /** // (n, leaves) */
  public Tensor leafProbabilities() {
    if (leafProbabilities == null) {
      leafProbabilities = indexer().leafProbabilities(input());
    }
    return leafProbabilities;
  }

  /** Of the tree. */
  public TreeShape shape() {
    return indexer().shape();
  }

  private Tensor input() {
    if (input == null) {
      input = dropout == 0 ? embeddings : torch.dropout(embeddings, dropout, true);
    }
    return input;
  }

  private TorchIndexer indexer() {
    if (indexer == null) {
      throw new IllegalStateException("this loss needs a tree, and the model has none");
    }
    return indexer;
  }
}
