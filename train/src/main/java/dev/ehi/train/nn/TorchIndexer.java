package dev.ehi.train.nn;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The indexer I_phi of EHI (arXiv 2310.08891, section 3.2) as a trainable network: the same
 * computation as {@link Tree}, with gradients. Computes in float32, whatever the encoder does.
 */
public final class TorchIndexer implements Net {

  /** Name of the projection among the parameters. */
  public static final String PROJECTION = "projection";

  /** {@link #leafLogProbabilities} refuses to take more memory than this. */
  static final long MAX_LEAF_BYTES = 2L << 30;

  private final TreeShape shape;
  private final Optional<Tensor> projection; // (rank, dim)
  private final Conditioning conditioning;
  private final float temperature;
  private final List<LevelNet> levels;
  private final Map<String, Tensor> parameters;

  private TorchIndexer(Tree tree) {
    this.shape = tree.shape();
    this.projection = tree.projection().map(Tensors::parameter);
    this.conditioning = tree.conditioning();
    this.temperature = tree.temperature();
    List<LevelNet> nets = new ArrayList<>();
    Map<String, Tensor> named = new LinkedHashMap<>();
    projection.ifPresent(tensor -> named.put(PROJECTION, tensor));
    for (int h = 1; h <= shape.height(); h++) {
      String prefix = "level." + h + ".";
      LevelNet level = new LevelNet(tree.levelShape(), h - 1, tree.level(h), temperature);
      level.parameters().forEach((name, tensor) -> named.put(prefix + name, tensor));
      nets.add(level);
    }
    this.levels = List.copyOf(nets);
    this.parameters = Collections.unmodifiableMap(named);
  }

  /** A trainable copy of a tree. */
  public static TorchIndexer of(Tree tree) {
    return new TorchIndexer(tree);
  }

  /** A copy of the present state. */
  public Tree toTree() {
    List<Level> copies = levels.stream().map(LevelNet::toLevel).toList();
    return new Tree(shape, projection.map(Tensors::vectors), conditioning, temperature, copies);
  }

  public TreeShape shape() {
    return shape;
  }

  /** By the names of a tree file: {@code level.{h}.weight}, {@code level.{h}.residual.down} .. */
  @Override
  public Map<String, Tensor> parameters() {
    return parameters;
  }

  /**
   * Where each vector's greedy path goes.
   *
   * @param embedding path embedding T(u) = [p_H; ..; p_1]; its gradient goes through the softmaxes
   *     and not through the choice of branches // (n, height * branching)
   * @param leaf // (n), int64
   */
  public record GreedyPath(Tensor embedding, Tensor leaf) {}

  /**
   * Follows the most probable branch at every level (paper, section 3.3).
   *
   * @param u // (n, dim)
   */
  public GreedyPath greedyPath(Tensor u) {
    Tensor seen = seen(u);
    Tensor node = torch.zeros(new long[] {u.size(0)}, new TensorOptions(ScalarType.Long));
    Tensor[] branches = new Tensor[shape.height()]; // p_H first
    for (int depth = 0; depth < shape.height(); depth++) {
      Tensor p = torch.softmax(levels.get(depth).logits(seen, node), -1);
      branches[shape.height() - 1 - depth] = p;
      Tensor best = p.argmax(new LongOptional(1), false);
      node = node.mul(new Scalar(shape.branching())).add(best);
    }
    return new GreedyPath(torch.cat(new TensorVector(branches), 1), node);
  }

  /**
   * Path embeddings T(u), see {@link GreedyPath}.
   *
   * @param u // (n, dim)
   * @return // (n, height * branching)
   */
  public Tensor pathEmbedding(Tensor u) {
    return greedyPath(u).embedding();
  }

  /**
   * The log-probabilities of all leaves.
   *
   * @param u // (n, dim)
   * @return // (n, leaves)
   * @throws IllegalArgumentException if that would take more than 2 GiB; losses on path embeddings
   *     do without it
   */
  public Tensor leafLogProbabilities(Tensor u) {
    return leaves(
        u, torch.zeros(u.size(0), 1), logits -> torch.log_softmax(logits, -1), Tensor::add);
  }

  /**
   * The log-probabilities of some leaves, for less than those of all take.
   *
   * @param u // (n, dim)
   * @param leaves // (n, m), int64
   * @return // (n, m)
   * @throws IllegalArgumentException as {@link #leafLogProbabilities(Tensor)} does
   */
  public Tensor leafLogProbabilities(Tensor u, Tensor leaves) {
    requireLeafMemory(u.size(0));
    Tensor seen = seen(u);
    Tensor sum = torch.zeros(leaves.size(0), leaves.size(1));
    long below = shape.leaves(); // leaves below a node
    for (LevelNet level : levels) {
      below /= shape.branching();
      Tensor nodes = torch.floor_divide(leaves, new Scalar(below));
      Tensor branches = torch.log_softmax(level.logits(seen), -1).flatten(1, 2);
      sum = sum.add(branches.gather(1, nodes));
    }
    return sum;
  }

  /**
   * The probabilities of all leaves: fewer passes over them than by their logarithms.
   *
   * @param u // (n, dim)
   * @return // (n, leaves)
   * @throws IllegalArgumentException as {@link #leafLogProbabilities} does
   */
  public Tensor leafProbabilities(Tensor u) {
    return leaves(u, torch.ones(u.size(0), 1), logits -> torch.softmax(logits, -1), Tensor::mul);
  }

  /**
   * Goes down all levels at once.
   *
   * @param root // (n, 1)
   * @param normalised children's logits made comparable
   * @param joined what a node has and what each of its children adds to it
   */
  private Tensor leaves(
      Tensor u, Tensor root, UnaryOperator<Tensor> normalised, BinaryOperator<Tensor> joined) {
    requireLeafMemory(u.size(0));
    Tensor seen = seen(u);
    Tensor nodes = root; // (n, nodes of the level)
    for (LevelNet level : levels) {
      Tensor branches = normalised.apply(level.logits(seen));
      nodes = joined.apply(nodes.unsqueeze(-1), branches).flatten(1, 2);
    }
    return nodes;
  }

  /** The bytes that {@link #leafLogProbabilities} of n vectors takes, gradient included. */
  long leafBytes(long n) {
    return levels.stream().mapToLong(LevelNet::valuesPerVector).sum() * n * 2 * Float.BYTES;
  }

  private void requireLeafMemory(long n) {
    if (leafBytes(n) > MAX_LEAF_BYTES) {
      throw new IllegalArgumentException(
          "the probabilities of %d leaves (branching %d, height %d, %s) for %d vectors take about %d MiB, more than %d MiB: use smaller batches, a smaller tree, or a loss on path embeddings"
              .formatted(
                  shape.leaves(),
                  shape.branching(),
                  shape.height(),
                  conditioning,
                  n,
                  leafBytes(n) >> 20,
                  MAX_LEAF_BYTES >> 20));
    }
  }

  private Tensor seen(Tensor u) {
    return projection.map(p -> torch.linear(u, p, new TensorOptional())).orElse(u);
  }
}
