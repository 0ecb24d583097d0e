package dev.ehi.train.nn;

import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.TreeShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One level of the tree: {@code logits = (W z + b) / t}, {@code z = x + ReLU(U x + c)}, in both
 * {@link dev.ehi.core.tree.Conditioning}s. What is divided by the temperature t is what goes into
 * the product with W, which is smaller than what comes out. A level shared by all nodes has one set
 * of child weights and takes the path so far as one-hots in front of the vector.
 */
final class LevelNet {

  private final TreeShape shape;
  private final int depth; // levels above this one
  private final int prefix; // length of the one-hot part of the input
  private final int parents; // sets of child weights
  private final float temperature;
  private final ResidualNet residual;
  private final Tensor weight; // (parents * branching, in)
  private final Tensor bias; // (parents * branching)

  LevelNet(TreeShape shape, int depth, Level level, float temperature) {
    this.shape = shape;
    this.depth = depth;
    this.prefix = level.inputDim() - shape.dim();
    this.parents = level.weight().size() / shape.branching();
    this.temperature = temperature;
    this.residual = ResidualNet.of(level.residual());
    this.weight = Tensors.parameter(level.weight());
    this.bias = Tensors.parameter(level.bias());
  }

  /** Trainable tensors, named as in a tree file after {@code level.{h}.}. */
  Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    residual.parameters().forEach((name, tensor) -> parameters.put("residual." + name, tensor));
    return parameters;
  }

  Level toLevel() {
    return new Level(residual.toResidual(), Tensors.vectors(weight), Tensors.floats(bias));
  }

  /**
   * The children's logits of one node for each vector.
   *
   * @param u // (n, dim)
   * @param node index of each vector's node within this level // (n), int64
   * @return // (n, branching)
   */
  Tensor logits(Tensor u, Tensor node) {
    Tensor x = prefix == 0 ? u : concat(prefixes().index_select(0, node), u);
    Tensor z = cooled(hidden(x));
    if (parents == 1) {
      return affine(z);
    }
    long branching = shape.branching();
    Tensor own = weight.view(parents, branching, -1).index_select(0, node); // (n, branching, in)
    Tensor ownBias = cooled(bias.view(parents, branching).index_select(0, node));
    return own.matmul(z.unsqueeze(-1)).squeeze(-1).add(ownBias);
  }

  /**
   * The children's logits of every node of this level.
   *
   * @param u // (n, dim)
   * @return // (n, nodes, branching)
   */
  Tensor logits(Tensor u) {
    long n = u.size(0);
    long nodes = shape.nodes(depth);
    if (prefix == 0) {
      return affine(cooled(hidden(u))).view(n, nodes, shape.branching());
    }
    // x = [prefix; 0] + [0; u], so that linear maps of x need not be computed for every pair.
    Tensor vectors = concat(torch.zeros(n, prefix), u);
    Tensor nodesOnly = concat(prefixes(), torch.zeros(nodes, shape.dim()));
    Tensor logits = sum(linear(cooled(vectors)), affine(cooled(nodesOnly)));
    return switch (residual) {
      case ResidualNet.None() -> logits;
      case ResidualNet.Hidden step -> {
        Tensor inner = sum(step.project(vectors), step.project(nodesOnly).add(step.bias()));
        yield logits.add(linear(cooled(torch.relu(inner))));
      }
    };
  }

  /** Values that {@link #logits(Tensor)} keeps for the gradient, per vector. */
  long valuesPerVector() {
    long nodes = shape.nodes(depth);
    boolean perPair = prefix > 0 && !(residual instanceof ResidualNet.None);
    return (perPair ? 2 * nodes * weight.size(1) : weight.size(1)) + 3 * nodes * shape.branching();
  }

  private Tensor hidden(Tensor x) {
    return switch (residual) {
      case ResidualNet.None() -> x;
      case ResidualNet.Hidden step -> x.add(torch.relu(step.project(x).add(step.bias())));
    };
  }

  /** The one-hots of the path to each node of this level. // (nodes, prefix) */
  private Tensor prefixes() {
    int nodes = shape.nodes(depth);
    float[] ones = new float[nodes * prefix];
    for (int node = 0; node < nodes; node++) {
      int rest = node;
      for (int level = depth - 1; level >= 0; level--) {
        ones[node * prefix + level * shape.branching() + rest % shape.branching()] = 1;
        rest /= shape.branching();
      }
    }
    return Tensors.of(ones).view(nodes, prefix);
  }

  private static Tensor concat(Tensor left, Tensor right) {
    return torch.cat(new TensorVector(left, right), 1);
  }

  private Tensor linear(Tensor x) {
    return torch.linear(x, weight, new TensorOptional());
  }

  private Tensor cooled(Tensor values) {
    return temperature == 1 ? values : values.div(new Scalar(temperature));
  }

  /**
   * @param cooled divided by the temperature
   */
  private Tensor affine(Tensor cooled) {
    return torch.linear(cooled, weight, new TensorOptional(cooled(bias)));
  }

  /** All sums of a row of one and a row of the other. // (n, nodes, ..) */
  private static Tensor sum(Tensor byVector, Tensor byNode) {
    return byVector.unsqueeze(1).add(byNode);
  }
}
