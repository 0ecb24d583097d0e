package dev.ehi.core.tree;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Routes vectors through a tree; holds the scratch memory for it, so each thread needs its own.
 *
 * <p>Ways to the leaves: {@link #beam} is the paper's TOPK-INDEXER, a beam search over the levels;
 * {@link #bestFirst} gives all leaves in exact order, expanding no more nodes than asked for;
 * {@link #within} and {@link #upTo} give all that are probable enough, {@link #nearlyUpTo} most of
 * these; {@link #leaf} is where a document is stored. Documents and queries may have routers of
 * other weights: see {@link Tree#documentRouter} and {@link Tree#queryRouter}.
 */
public final class Router {

  private final TreeShape shape;
  private final @Nullable Vectors projection; // (rank, dim)
  private final float[] projected; // (rank) P u
  private final DotProduct kernel = DotProduct.best();
  private final Classifier[] classifiers; // one a level
  private final float[] branches; // (branching) log-probabilities of one node's children
  private final float[][] childBranches; // (height, branching) the same on a path down
  private final int[] firstNode; // by level: number of the first node, the root being 0
  private final Frontier frontier = new Frontier();
  private long multiplications;
  private int bestLeaf; // of a descent so far
  private float bestLogProbability;

  Router(Tree tree) {
    shape = tree.shape();
    projection = tree.projection().orElse(null);
    projected = new float[projection == null ? 0 : projection.size()];
    classifiers = new Classifier[shape.height()];
    firstNode = new int[shape.height() + 1];
    for (int h = 1; h <= shape.height(); h++) {
      classifiers[h - 1] = new Classifier(tree, h);
      firstNode[h] = firstNode[h - 1] + shape.nodes(h - 1);
    }
    branches = new float[shape.branching()];
    childBranches = new float[shape.height()][shape.branching()];
  }

  /**
   * The best leaves that a beam search reaches: at every level the {@code width} most probable
   * nodes are kept (paper, section 3.4).
   *
   * @param u // (dim)
   * @param width beam size, beta in the paper, and the number of leaves returned at most
   */
  public LeafCursor beam(float[] u, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("beam width must be at least 1, got " + width);
    }
    float[] seen = start(u);
    NodeHeap reached = new NodeHeap();
    reached.push(0, 0);
    for (int h = 0; h < shape.height(); h++) {
      NodeHeap children = new NodeHeap();
      for (int kept = 0; kept < width && !reached.isEmpty(); kept++) {
        int node = reached.topNode();
        expand(seen, h, node, reached.topKey(), children);
        reached.pop();
      }
      reached = children;
    }
    return new BeamCursor(reached, width, firstNode[shape.height()]);
  }

  /**
   * All leaves, best first. A node is expanded only when no leaf found so far is more probable than
   * it, so the first leaves cost little and their order is exact.
   *
   * @param u // (dim)
   */
  public LeafCursor bestFirst(float[] u) {
    return bestFirstSeen(start(u));
  }

  /** The same for a vector as the levels see it. */
  private LeafCursor bestFirstSeen(float[] seen) {
    frontier.clear();
    expandBestFirst(seen, 0, 0, 0);
    return new BestFirstCursor(seen);
  }

  /**
   * The most probable leaf and all that are nearly as probable: those that {@link #bestFirst} gives
   * before the first one that is further off. Without an order to keep until the end, this takes
   * less time.
   *
   * @param u // (dim)
   * @param nats by how much a leaf's log-probability is below the best one's, at most; above 0
   */
  public RankedLeaves within(float[] u, double nats) {
    LeafCursor cursor = bestFirst(u);
    int first = cursor.next();
    float best = cursor.logProbability();
    RankedLeaves leaves = new RankedLeaves();
    leaves.add(first, best);
    float[] seen = projection == null ? u : projected;
    frontier.forEach(
        (node, depth, logProbability) -> {
          if (best - logProbability < nats) {
            addWithin(best, nats, nats, seen, depth, node, logProbability, leaves);
          }
        });
    return leaves.sorted();
  }

  /**
   * All leaves that are so probable, or the most probable one if none is: those that {@link
   * #bestFirst} gives first, in less time.
   *
   * @param u // (dim)
   * @param nats a leaf's surprisal, its negative log-probability, at most
   */
  public RankedLeaves upTo(float[] u, double nats) {
    return upTo(u, nats, nats);
  }

  /**
   * Most of the leaves of {@link #upTo} for much less: a node's leaves are the less probable the
   * more branches there are, so nodes that are hardly more probable than a leaf has to be are not
   * expanded. One has to be so by the square root of the number of branches, which leaves half of a
   * node's information to tell its children apart (decisions/0022).
   *
   * @param u // (dim)
   * @param nats a leaf's surprisal, at most
   */
  public RankedLeaves nearlyUpTo(float[] u, double nats) {
    return upTo(u, nats, nats - Math.log(shape.branching()) / 2);
  }

  private RankedLeaves upTo(float[] u, double nats, double nodeNats) {
    RankedLeaves leaves = new RankedLeaves();
    float[] seen = start(u);
    addWithin(0, Math.nextUp(nats), Math.nextUp(nodeNats), seen, 0, 0, 0, leaves);
    if (leaves.size() == 0) {
      LeafCursor cursor = bestFirstSeen(seen);
      int first = cursor.next();
      leaves.add(first, cursor.logProbability());
    }
    return leaves.sorted();
  }

  /**
   * Adds the leaves below a node, or the node if it is one.
   *
   * @param nats by how much a leaf's log-probability is below {@code reference}, all but
   * @param nodeNats the same of a node on the way to it
   */
  private void addWithin(
      double reference,
      double nats,
      double nodeNats,
      float[] u,
      int depth,
      int node,
      float logProbability,
      RankedLeaves leaves) {
    if (depth == shape.height()) {
      leaves.add(node - firstNode[depth], logProbability);
      return;
    }
    float[] children = childBranches[depth];
    branchLogProbabilities(u, depth, node, children);
    int first = firstChild(depth, node);
    double most = depth + 1 == shape.height() ? nats : nodeNats;
    for (int i = 0; i < children.length; i++) {
      float child = logProbability + children[i];
      if (reference - child < most) {
        addWithin(reference, nats, nodeNats, u, depth + 1, first + i, child, leaves);
      }
    }
  }

  /**
   * The most probable leaf of a vector: the first that {@link #bestFirst} gives, in less time.
   *
   * @param u // (dim)
   */
  public int leaf(float[] u) {
    bestLeaf = 0;
    bestLogProbability = Float.NEGATIVE_INFINITY;
    descend(start(u), 0, 0, 0);
    return bestLeaf;
  }

  /** Goes down to the leaves below a node that may be better than the best so far. */
  private void descend(float[] u, int depth, int node, float logProbability) {
    if (depth == shape.height()) {
      int leaf = node - firstNode[depth];
      if (logProbability > bestLogProbability || leaf < bestLeaf) {
        bestLeaf = leaf;
        bestLogProbability = logProbability;
      }
      return;
    }
    float[] children = childBranches[depth];
    branchLogProbabilities(u, depth, node, children);
    int first = firstChild(depth, node);
    for (int i = likeliest(children); ; i = likeliest(children)) {
      float child = logProbability + children[i];
      if (!(child >= bestLogProbability) || child == Float.NEGATIVE_INFINITY) {
        return;
      }
      children[i] = Float.NEGATIVE_INFINITY;
      descend(u, depth + 1, first + i, child);
    }
  }

  private static int likeliest(float[] branches) {
    int best = 0;
    for (int i = 1; i < branches.length; i++) {
      if (branches[i] > branches[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Writes the path embedding {@code [p_H; ..; p_1]}, the branch probabilities along the greedy
   * path (paper, section 3.3).
   *
   * @param u // (dim)
   * @param out // (height * branching)
   */
  public void pathEmbedding(float[] u, float[] out) {
    float[] seen = start(u);
    int node = 0;
    for (int h = 0; h < shape.height(); h++) {
      branchLogProbabilities(seen, h, node, branches);
      int best = 0;
      int at = (shape.height() - 1 - h) * shape.branching();
      for (int i = 0; i < branches.length; i++) {
        out[at + i] = (float) Math.exp(branches[i]);
        if (branches[i] > branches[best]) {
          best = i;
        }
      }
      node = firstChild(h, node) + best;
    }
  }

  /**
   * What the last routing cost so far, counted in dot products of the vectors' dimension. It grows
   * while a {@link #bestFirst} cursor is read.
   */
  public double cost() {
    return (double) multiplications / shape.dim();
  }

  /** Begins with another vector. Returns it as the levels see it. */
  private float[] start(float[] u) {
    if (u.length != shape.dim()) {
      throw new IllegalArgumentException(
          "a tree for dimension %d cannot route a vector of dimension %d"
              .formatted(shape.dim(), u.length));
    }
    multiplications = 0;
    for (Classifier classifier : classifiers) {
      classifier.reset();
    }
    if (projection == null) {
      return u;
    }
    kernel.rows(projection.segment(), 0, projected.length, u, projected);
    multiplications += (long) projected.length * u.length;
    return projected;
  }

  /** Pushes the children of a node that lies {@code depth} levels below the root. */
  private void expand(float[] u, int depth, int node, float logProbability, NodeHeap children) {
    branchLogProbabilities(u, depth, node, branches);
    int first = firstChild(depth, node);
    for (int i = 0; i < branches.length; i++) {
      children.push(first + i, logProbability + branches[i]);
    }
  }

  /** The same for the frontier of a best-first search. */
  private void expandBestFirst(float[] u, int depth, int node, float logProbability) {
    branchLogProbabilities(u, depth, node, branches);
    int first = firstChild(depth, node);
    frontier.add(first, depth + 1, logProbability, branches);
  }

  private void branchLogProbabilities(float[] u, int depth, int node, float[] out) {
    multiplications += classifiers[depth].logProbabilities(u, node - firstNode[depth], out);
  }

  private int firstChild(int depth, int node) {
    return firstNode[depth + 1] + (node - firstNode[depth]) * shape.branching();
  }

  private final class BestFirstCursor implements LeafCursor {
    private final float[] u;
    private float logProbability;

    BestFirstCursor(float[] u) {
      this.u = u;
    }

    @Override
    public int next() {
      while (!frontier.isEmpty()) {
        int node = frontier.topNode();
        float key = frontier.topKey();
        int depth = frontier.topDepth();
        frontier.pop();
        if (depth == shape.height()) {
          logProbability = key;
          return node - firstNode[depth];
        }
        expandBestFirst(u, depth, node, key);
      }
      return -1;
    }

    @Override
    public float logProbability() {
      return logProbability;
    }
  }

  private static final class BeamCursor implements LeafCursor {
    private final NodeHeap leaves;
    private final int firstLeaf;
    private int left;
    private float logProbability;

    BeamCursor(NodeHeap leaves, int width, int firstLeaf) {
      this.leaves = leaves;
      this.left = width;
      this.firstLeaf = firstLeaf;
    }

    @Override
    public int next() {
      if (left == 0 || leaves.isEmpty()) {
        return -1;
      }
      left--;
      logProbability = leaves.topKey();
      int leaf = leaves.topNode() - firstLeaf;
      leaves.pop();
      return leaf;
    }

    @Override
    public float logProbability() {
      return logProbability;
    }
  }
}
