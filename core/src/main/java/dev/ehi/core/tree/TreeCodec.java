package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The binary form of a tree, as embedded in index segments. All values little-endian:
 *
 * <pre>
 * int32 magic "EHIT", int32 version
 * int32 dim, int32 branching, int32 height, int32 conditioning (0 one-hot, 1 per parent), float32 temperature
 * int32 rank of the projection, 0 for none; then float32 projection (rank, dim)
 * for each level, with in and rows = parents * branching given by the above:
 *   int32 kind of residual
 *     0 none
 *     1 dense:    float32 weight (in, in), bias (in)
 *     2 low rank: int32 rank, float32 down (rank, in), up (in, rank), bias (in)
 *   float32 weight (rows, in), bias (rows)
 * int32 what follows, a sum: 1 weights for queries, 2 links, 4 sketches of leaves, which need links
 *   weights for queries, encoded as a whole tree
 *   int32 links of a leaf at most, then int32 links (leaves, most), -1 past the last of a leaf
 *   float32 centre (dim), int64 bits (leaves, ceil(dim / 64)), the first component
 *   lowest, float32 factors (leaves)
 * </pre>
 */
public final class TreeCodec {

  private static final int MAGIC = 0x54494845;
  private static final int VERSION = 3;
  private static final int NONE = 0;
  private static final int DENSE = 1;
  private static final int LOW_RANK = 2;
  private static final int QUERIES = 1;
  private static final int LINKS = 2;
  private static final int SKETCHES = 4;

  private TreeCodec() {}

  /** The bytes of a tree; equal trees give equal bytes. */
  public static byte[] encode(Tree tree) {
    ByteBuffer out = ByteBuffer.allocate(encodedSize(tree)).order(ByteOrder.LITTLE_ENDIAN);
    put(out, tree);
    return out.array();
  }

  private static void put(ByteBuffer out, Tree tree) {
    TreeShape shape = tree.shape();
    out.putInt(MAGIC).putInt(VERSION);
    out.putInt(shape.dim()).putInt(shape.branching()).putInt(shape.height());
    out.putInt(tree.conditioning().ordinal()).putFloat(tree.temperature());
    out.putInt(tree.projection().map(Vectors::size).orElse(0));
    tree.projection().ifPresent(projection -> put(out, projection));
    for (int h = 1; h <= shape.height(); h++) {
      Level level = tree.level(h);
      switch (level.residual()) {
        case Residual.None() -> out.putInt(NONE);
        case Residual.Dense dense -> {
          out.putInt(DENSE);
          put(out, dense.weight());
          put(out, dense.biasInPlace());
        }
        case Residual.LowRank lowRank -> {
          out.putInt(LOW_RANK).putInt(lowRank.down().size());
          put(out, lowRank.down());
          put(out, lowRank.up());
          put(out, lowRank.biasInPlace());
        }
      }
      put(out, level.weight());
      put(out, level.biasInPlace());
    }
    out.putInt(parts(tree));
    tree.queries().ifPresent(queries -> put(out, queries));
    tree.links().ifPresent(links -> put(out.putInt(links.most()), links));
    sketches(tree).ifPresent(sketches -> put(out, sketches));
  }

  private static int parts(Tree tree) {
    return (tree.queries().isPresent() ? QUERIES : 0)
        | (tree.links().isPresent() ? LINKS : 0)
        | (sketches(tree).isPresent() ? SKETCHES : 0);
  }

  private static Optional<LeafSketches> sketches(Tree tree) {
    return tree.links().flatMap(LeafLinks::sketches);
  }

  /**
   * Reads a tree back.
   *
   * @throws IllegalArgumentException if the bytes are not a whole tree
   */
  public static Tree decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Tree tree = decode(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes follow the encoded tree");
      }
      return tree;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "the encoded tree ends early, after " + bytes.length + " bytes", e);
    }
  }

  private static Tree decode(ByteBuffer in) {
    if (in.getInt() != MAGIC) {
      throw new IllegalArgumentException("these bytes are not an encoded tree");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "encoded tree of version %d, this build reads version %d".formatted(version, VERSION));
    }
    TreeShape shape = new TreeShape(in.getInt(), in.getInt(), in.getInt());
    int ordinal = in.getInt();
    if (ordinal < 0 || ordinal >= Conditioning.values().length) {
      throw new IllegalArgumentException("unknown conditioning " + ordinal);
    }
    Conditioning conditioning = Conditioning.values()[ordinal];
    float temperature = in.getFloat();
    int rank = in.getInt();
    Optional<Vectors> projection =
        rank == 0 ? Optional.empty() : Optional.of(vectors(in, rank, shape.dim()));
    TreeShape inner = rank == 0 ? shape : shape.withDim(rank);
    List<Level> levels = new ArrayList<>();
    for (int h = 1; h <= shape.height(); h++) {
      int inputDim = conditioning.inputDim(inner, h);
      int rows = conditioning.parents(inner, h) * shape.branching();
      Residual residual = residual(in, inputDim);
      levels.add(new Level(residual, vectors(in, rows, inputDim), floats(in, rows)));
    }
    Tree tree = new Tree(shape, projection, conditioning, temperature, levels);
    int parts = in.getInt();
    boolean isKnown = (parts & ~(QUERIES | LINKS | SKETCHES)) == 0;
    if (!isKnown || (parts & (LINKS | SKETCHES)) == SKETCHES) {
      throw new IllegalArgumentException("unknown parts of a tree " + parts);
    }
    if ((parts & QUERIES) != 0) {
      tree = tree.withQueries(decode(in));
    }
    if ((parts & LINKS) == 0) {
      return tree;
    }
    LeafLinks links = links(in, shape.leaves());
    return tree.withLinks(
        (parts & SKETCHES) == 0 ? links : links.withSketches(sketches(in, shape)));
  }

  private static Residual residual(ByteBuffer in, int inputDim) {
    int kind = in.getInt();
    return switch (kind) {
      case NONE -> new Residual.None();
      case DENSE -> new Residual.Dense(vectors(in, inputDim, inputDim), floats(in, inputDim));
      case LOW_RANK -> {
        int rank = in.getInt();
        yield new Residual.LowRank(
            vectors(in, rank, inputDim), vectors(in, inputDim, rank), floats(in, inputDim));
      }
      default -> throw new IllegalArgumentException("unknown kind of residual " + kind);
    };
  }

  private static int encodedSize(Tree tree) {
    long floats = tree.projection().map(p -> (long) p.size() * p.dim()).orElse(0L);
    int ints = 9 + tree.links().map(links -> 1 + links.leaves() * links.most()).orElse(0);
    for (int h = 1; h <= tree.shape().height(); h++) {
      Level level = tree.level(h);
      int inputDim = level.inputDim();
      ints++;
      switch (level.residual()) {
        case Residual.None() -> {}
        case Residual.Dense dense -> floats += (long) (inputDim + 1) * inputDim;
        case Residual.LowRank lowRank -> {
          ints++;
          floats += (2L * lowRank.down().size() + 1) * inputDim;
        }
      }
      floats += (long) level.weight().size() * (inputDim + 1);
    }
    int queries = tree.queries().map(TreeCodec::encodedSize).orElse(0);
    int sketches = sketches(tree).map(TreeCodec::encodedSize).orElse(0);
    return Math.addExact(Math.addExact(Math.toIntExact(4 * (ints + floats)), queries), sketches);
  }

  private static int encodedSize(LeafSketches sketches) {
    return Math.addExact(
        Float.BYTES * (sketches.dim() + sketches.leaves()),
        Math.multiplyExact(Long.BYTES * words(sketches.dim()), sketches.leaves()));
  }

  private static int words(int dim) {
    return Math.ceilDiv(dim, Long.SIZE);
  }

  /** Vectors lie in memory as they are encoded. */
  private static void put(ByteBuffer out, Vectors vectors) {
    out.put(vectors.segment().asSlice(0, bytes(vectors)).asByteBuffer());
  }

  private static long bytes(Vectors vectors) {
    return (long) vectors.size() * vectors.dim() * Float.BYTES;
  }

  private static void put(ByteBuffer out, float[] values) {
    out.asFloatBuffer().put(values);
    out.position(out.position() + values.length * Float.BYTES);
  }

  private static void put(ByteBuffer out, LeafLinks links) {
    int[] values = links.toArray();
    out.asIntBuffer().put(values);
    out.position(out.position() + values.length * Integer.BYTES);
  }

  private static LeafLinks links(ByteBuffer in, int leaves) {
    int most = in.getInt();
    requireRemaining(in, (long) leaves * most);
    int[] values = new int[leaves * most];
    in.asIntBuffer().get(values);
    in.position(in.position() + values.length * Integer.BYTES);
    return LeafLinks.of(most, values);
  }

  private static void put(ByteBuffer out, LeafSketches sketches) {
    put(out, sketches.centre());
    long[] bits = sketches.bits();
    out.asLongBuffer().put(bits);
    out.position(out.position() + bits.length * Long.BYTES);
    put(out, sketches.factors());
  }

  private static LeafSketches sketches(ByteBuffer in, TreeShape shape) {
    float[] centre = floats(in, shape.dim());
    requireRemaining(in, 2L * shape.leaves() * words(shape.dim()));
    long[] bits = new long[shape.leaves() * words(shape.dim())];
    in.asLongBuffer().get(bits);
    in.position(in.position() + bits.length * Long.BYTES);
    return LeafSketches.of(centre, bits, floats(in, shape.leaves()));
  }

  private static Vectors vectors(ByteBuffer in, int size, int dim) {
    requireRemaining(in, (long) size * dim);
    Vectors vectors = Vectors.allocate(size, dim);
    int length = Math.toIntExact(bytes(vectors));
    vectors.segment().asByteBuffer().put(in.slice(in.position(), length));
    in.position(in.position() + length);
    return vectors;
  }

  private static float[] floats(ByteBuffer in, int count) {
    requireRemaining(in, count);
    float[] values = new float[count];
    in.asFloatBuffer().get(values);
    in.position(in.position() + count * Float.BYTES);
    return values;
  }

  private static void requireRemaining(ByteBuffer in, long values) {
    if (values < 0 || values * Integer.BYTES > in.remaining()) {
      throw new BufferUnderflowException();
    }
  }
}
