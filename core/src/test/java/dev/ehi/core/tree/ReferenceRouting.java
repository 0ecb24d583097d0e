package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The formulas of the paper, in double precision and without any sharing. */
final class ReferenceRouting {

  private ReferenceRouting() {}

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Of a tree's documents. // (leaves) */
  static double[] leafLogProbabilities(Tree tree, float[] u) {
    TreeShape shape = tree.shape();
    return IntStream.range(0, shape.leaves())
        .mapToDouble(
            leaf -> {
              int[] path = shape.path(leaf);
              return IntStream.rangeClosed(1, shape.height())
                  .mapToDouble(h -> branchLogProbabilities(tree, u, path, h)[path[h - 1]])
                  .sum();
            })
        .toArray();
  }

  /** The leaves that a beam search reaches, best first. */
  static List<Integer> beam(Tree tree, float[] u, int width) {
    TreeShape shape = tree.shape();
    record Node(int[] path, int number, double logProbability) {}
    List<Node> kept = List.of(new Node(new int[shape.height()], 0, 0));
    for (int h = 1; h <= shape.height(); h++) {
      List<Node> children = new ArrayList<>();
      for (Node node : kept) {
        double[] branches = branchLogProbabilities(tree, u, node.path, h);
        for (int i = 0; i < branches.length; i++) {
          int[] path = node.path.clone();
          path[h - 1] = i;
          children.add(
              new Node(
                  path, node.number * shape.branching() + i, node.logProbability + branches[i]));
        }
      }
      children.sort(Comparator.comparingDouble(node -> -node.logProbability));
      kept = children.subList(0, Math.min(width, children.size()));
    }
    return kept.stream().map(Node::number).toList();
  }

  /** log softmax((W z + b) / t) for the children of the node at the end of the path's first h-1. */
  static double[] branchLogProbabilities(Tree tree, float[] u, int[] path, int h) {
    double[] seen =
        tree.projection()
            .map(projection -> times(projection, doubles(u)))
            .orElseGet(() -> doubles(u));
    TreeShape shape = tree.shape();
    Level level = tree.level(h);
    int branching = shape.branching();
    int firstRow = 0;
    double[] x = new double[level.inputDim()];
    if (tree.conditioning() == Conditioning.ONE_HOT) {
      for (int j = 0; j < h - 1; j++) {
        x[j * branching + path[j]] = 1;
      }
    } else {
      for (int j = 0; j < h - 1; j++) {
        firstRow = (firstRow + path[j]) * branching;
      }
    }
    System.arraycopy(seen, 0, x, x.length - seen.length, seen.length);
    double[] z = hidden(level.residual(), x);
    double[] wz = times(level.weight(), z);
    double[] logits = new double[branching];
    for (int i = 0; i < branching; i++) {
      logits[i] = (wz[firstRow + i] + level.bias()[firstRow + i]) / tree.temperature();
    }
    double logSum = Math.log(Arrays.stream(logits).map(Math::exp).sum());
    if (Double.isInfinite(logSum)) {
      double max = Arrays.stream(logits).max().orElseThrow();
      logSum = max + Math.log(Arrays.stream(logits).map(l -> Math.exp(l - max)).sum());
    }
    for (int i = 0; i < branching; i++) {
      logits[i] -= logSum;
    }
    return logits;
  }

  private static double[] hidden(Residual residual, double[] x) {
    double[] z = x.clone();
    switch (residual) {
      case Residual.None() -> {}
      case Residual.Dense dense -> rectify(z, times(dense.weight(), x), dense.bias());
      case Residual.LowRank low -> rectify(z, times(low.up(), times(low.down(), x)), low.bias());
    }
    return z;
  }

  private static void rectify(double[] z, double[] ux, float[] bias) {
    for (int i = 0; i < z.length; i++) {
      z[i] += Math.max(0, ux[i] + bias[i]);
    }
  }

  private static double[] times(Vectors matrix, double[] x) {
    double[] product = new double[matrix.size()];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < x.length; j++) {
        product[i] += matrix.get(i, j) * x[j];
      }
    }
    return product;
  }
}
