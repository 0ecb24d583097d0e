package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tree of classifiers that routes a vector to leaves: the indexer of EHI (arXiv 2310.08891,
 * section 3.2).
 *
 * <p>With the paper's symbols: u is the vector, B the {@linkplain TreeShape#branching branching}, H
 * the {@linkplain TreeShape#height height}. At level h, having come down the path {@code
 * i_1..i_{h-1}}, the branch probabilities are {@code p_h = softmax((W_h z + b_h) / t)} with {@code
 * z = x + ReLU(U_h x + c_h)}; {@link Conditioning} says what x is. The probability of a leaf is the
 * product of the branch probabilities on its path.
 *
 * <p>A tree may look at u through a projection P to fewer dimensions, {@code v = P u} in the place
 * of u. With r of them, routing to K leaves costs {@code r + K r / dim} dot products, not K.
 *
 * <p>Queries are not documents, so a tree may have {@linkplain #withQueries other weights} to route
 * queries by, over the same leaves. Where a document is stored does not depend on them.
 *
 * <p>{@linkplain #links Links} lead from each leaf to those next to it, if they were learned.
 *
 * <p>A tree is immutable and safe for concurrent use; each thread routes with a {@link Router} of
 * its own.
 */
public final class Tree {

  private final TreeShape shape;
  private final Optional<Vectors> projection; // (rank, dim)
  private final TreeShape levelShape;
  private final Conditioning conditioning;
  private final float temperature;
  private final List<Level> levels;
  private final Optional<Tree> queries;
  private final Optional<LeafLinks> links;
  private volatile @Nullable String id; // once asked for: hashing megabytes takes time

  /**
   * A tree that looks at the vectors as they are.
   *
   * @param temperature t of the softmax, above 0
   * @param levels one for each level, the root's first
   * @throws IllegalArgumentException if the levels do not have the shape that they should
   */
  public Tree(TreeShape shape, Conditioning conditioning, float temperature, List<Level> levels) {
    this(shape, Optional.empty(), conditioning, temperature, levels);
  }

  /**
   * A tree that looks at the vectors through a projection, if there is one.
   *
   * @param projection P // (rank, dim)
   * @param temperature t of the softmax, above 0
   * @param levels one for each level, the root's first
   * @throws IllegalArgumentException if projection or levels do not have the shape that they should
   */
  public Tree(
      TreeShape shape,
      Optional<Vectors> projection,
      Conditioning conditioning,
      float temperature,
      List<Level> levels) {
    this(shape, projection, conditioning, temperature, levels, Optional.empty(), Optional.empty());
  }

  private Tree(
      TreeShape shape,
      Optional<Vectors> projection,
      Conditioning conditioning,
      float temperature,
      List<Level> levels,
      Optional<Tree> queries,
      Optional<LeafLinks> links) {
    projection.ifPresent(
        rows -> {
          if (rows.dim() != shape.dim() || rows.size() < 1) {
            throw new IllegalArgumentException(
                "a projection for dimension %d cannot have shape (%d, %d)"
                    .formatted(shape.dim(), rows.size(), rows.dim()));
          }
        });
    TreeShape inner = projection.map(rows -> shape.withDim(rows.size())).orElse(shape);
    if (!(temperature > 0) || Float.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
    }
    if (levels.size() != shape.height()) {
      throw new IllegalArgumentException(
          "a tree of height %d has %d levels".formatted(shape.height(), levels.size()));
    }
    for (int h = 1; h <= shape.height(); h++) {
      Vectors weight = levels.get(h - 1).weight();
      int rows = conditioning.parents(inner, h) * inner.branching();
      int columns = conditioning.inputDim(inner, h);
      if (weight.size() != rows || weight.dim() != columns) {
        throw new IllegalArgumentException(
            "level %d of a %s tree with %s needs weights (%d, %d), got (%d, %d)"
                .formatted(h, conditioning, inner, rows, columns, weight.size(), weight.dim()));
      }
    }
    this.shape = shape;
    this.projection = projection;
    this.levelShape = inner;
    this.conditioning = conditioning;
    this.temperature = temperature;
    this.levels = List.copyOf(levels);
    this.queries = queries;
    this.links = links;
  }

  /** The tree of one leaf: every vector goes there, so searching it is exact. */
  public static Tree single(int dim) {
    return ofCentroids(Vectors.allocate(1, dim), 1);
  }

  /**
   * The flat tree whose leaf i is most probable for the vectors that have the largest dot product
   * with centroid i: k-means IVF in the form of a tree.
   *
   * @param centroids // (leaves, dim)
   * @param temperature of the softmax over the dot products; .1 is the usual start of training
   */
  public static Tree ofCentroids(Vectors centroids, float temperature) {
    return new Tree(
        new TreeShape(centroids.dim(), centroids.size(), 1),
        Conditioning.PER_PARENT,
        temperature,
        List.of(new Level(new Residual.None(), centroids, new float[centroids.size()])));
  }

  /**
   * This tree for documents, and for queries the weights of another one.
   *
   * @param weights a tree of the same shape, conditioning and temperature, without other weights
   *     for queries
   * @throws IllegalArgumentException if it is no such tree
   */
  public Tree withQueries(Tree weights) {
    if (!weights.shape.equals(shape)
        || weights.conditioning != conditioning
        || weights.temperature != temperature) {
      throw new IllegalArgumentException(
          "queries cannot be routed through a %s %s of temperature %s by a %s %s of temperature %s"
              .formatted(
                  conditioning,
                  shape,
                  temperature,
                  weights.conditioning,
                  weights.shape,
                  weights.temperature));
    }
    if (weights.queries.isPresent() || weights.links.isPresent()) {
      throw new IllegalArgumentException(
          "weights for queries have neither weights for queries nor links themselves");
    }
    return new Tree(
        shape, projection, conditioning, temperature, levels, Optional.of(weights), links);
  }

  /**
   * This tree with links between its leaves, in the place of others.
   *
   * @throws IllegalArgumentException if they are not for as many leaves
   */
  public Tree withLinks(LeafLinks links) {
    if (links.leaves() != shape.leaves()) {
      throw new IllegalArgumentException(
          "links between %d leaves are not for a tree of %d"
              .formatted(links.leaves(), shape.leaves()));
    }
    links
        .sketches()
        .filter(sketches -> sketches.dim() != shape.dim())
        .ifPresent(
            sketches -> {
              throw new IllegalArgumentException(
                  "sketches of dimension %d are not for a tree of dimension %d"
                      .formatted(sketches.dim(), shape.dim()));
            });
    return new Tree(
        shape, projection, conditioning, temperature, levels, queries, Optional.of(links));
  }

  /** This tree without links: what routes, and so what vectors an index holds, is the same. */
  public Tree withoutLinks() {
    return new Tree(
        shape, projection, conditioning, temperature, levels, queries, Optional.empty());
  }

  public TreeShape shape() {
    return shape;
  }

  /** P, from the vectors' dimension to that which the levels see. // (rank, dim) */
  public Optional<Vectors> projection() {
    return projection;
  }

  /** The shape with the dimension that the levels see. */
  public TreeShape levelShape() {
    return levelShape;
  }

  public Conditioning conditioning() {
    return conditioning;
  }

  public float temperature() {
    return temperature;
  }

  /** A level, counted from 1 at the root. */
  public Level level(int h) {
    return levels.get(h - 1);
  }

  /** The input dimension of a level, counted from 1. */
  public int inputDim(int h) {
    return conditioning.inputDim(levelShape, h);
  }

  /** 32 hexadecimal digits that depend on the whole content and on nothing else. */
  public String id() {
    String known = id;
    if (known == null) {
      known = hash(TreeCodec.encode(this));
      id = known;
    }
    return known;
  }

  /** The weights that queries are routed by, if these are not the documents'. */
  public Optional<Tree> queries() {
    return queries;
  }

  /** Which leaves lie next to which, if that was learned. */
  public Optional<LeafLinks> links() {
    return links;
  }

  /** Routes documents, for one thread. */
  public Router documentRouter() {
    return new Router(this);
  }

  /** Routes queries, for one thread. */
  public Router queryRouter() {
    return new Router(queries.orElse(this));
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
