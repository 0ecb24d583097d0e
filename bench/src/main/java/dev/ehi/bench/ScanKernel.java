package dev.ehi.bench;

import dev.ehi.core.quantised.Int4Quantiser;
import dev.ehi.core.quantised.Int8Quantiser;
import dev.ehi.core.quantised.QuantisedQuery;
import dev.ehi.core.quantised.ScalarQuantiser;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafEncoding;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The loop that scores the rows of an encoding against one query, side by side or in a random order
 * as small leaves lie, and beside it a loop that only reads them: what the memory gives to one
 * thread.
 */
final class ScanKernel {

  private static final int BLOCK = 128; // rows scored at once

  private final LeafEncoding encoding;
  private final MemorySegment rows;
  private final int count;
  private final int rowBytes;
  private final Scorer scorer;
  private final int[] inOrder; // positions
  private final int[] scattered; // positions
  private final float[] scores = new float[BLOCK];

  /** Scores the rows at some positions, those from an index on. */
  private interface Scorer {
    void score(MemorySegment rows, int[] positions, int from, int count, float[] scores);
  }

  private ScanKernel(
      LeafEncoding encoding, MemorySegment rows, int count, int rowBytes, Scorer scorer) {
    this.encoding = encoding;
    this.rows = rows;
    this.count = count;
    this.rowBytes = rowBytes;
    this.scorer = scorer;
    this.inOrder = IntStream.range(0, count).toArray();
    this.scattered = new SplittableRandom(1).ints(count, 0, count).toArray();
  }

  /** The kernel of an encoding, and its rows. */
  static ScanKernel of(LeafEncoding encoding, Vectors vectors, float[] query) {
    return switch (encoding) {
      case FLOAT32 ->
          new ScanKernel(
              encoding,
              vectors.segment(),
              vectors.size(),
              Float.BYTES * vectors.dim(),
              (rows, positions, from, count, scores) ->
                  DotProduct.best().rowsAt(rows, positions, from, count, query, scores));
      case INT8 -> coded(encoding, new Int8Quantiser(vectors.dim()), vectors, query);
      case INT4 -> coded(encoding, new Int4Quantiser(vectors.dim()), vectors, query);
    };
  }

  private static ScanKernel coded(
      LeafEncoding encoding, ScalarQuantiser quantiser, Vectors vectors, float[] query) {
    int stride = quantiser.rowBytes();
    MemorySegment codes = Arena.ofAuto().allocate((long) vectors.size() * stride, 64);
    byte[] row = new byte[stride];
    for (int i = 0; i < vectors.size(); i++) {
      quantiser.encode(vectors.row(i), row);
      MemorySegment.copy(row, 0, codes, ValueLayout.JAVA_BYTE, (long) i * stride, stride);
    }
    QuantisedQuery quantised = quantiser.query(query);
    long[] offsets = new long[BLOCK];
    return new ScanKernel(
        encoding,
        codes,
        vectors.size(),
        stride,
        (rows, positions, from, count, scores) -> {
          for (int i = 0; i < count; i++) {
            offsets[i] = (long) positions[from + i] * stride;
          }
          quantised.score(rows, offsets, count, scores);
        });
  }

  LeafEncoding encoding() {
    return encoding;
  }

  /** Of all rows. */
  long bytes() {
    return (long) count * rowBytes;
  }

  /** Scores all rows; returns what keeps the compiler from skipping it. */
  double scan() {
    return score(inOrder);
  }

  /** Scores as many rows at random positions. */
  double scattered() {
    return score(scattered);
  }

  private double score(int[] positions) {
    float best = 0;
    for (int i = 0; i < count; i += BLOCK) {
      scorer.score(rows, positions, i, Math.min(BLOCK, count - i), scores);
      best = Math.max(best, scores[0]);
    }
    return best;
  }

  /** Touches every cache line of the rows. */
  double read() {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (long i = 0; i <= bytes() - 256; i += 256) {
      a += rows.get(ValueLayout.JAVA_LONG_UNALIGNED, i);
      b += rows.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 64);
      c += rows.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 128);
      d += rows.get(ValueLayout.JAVA_LONG_UNALIGNED, i + 192);
    }
    return a + b + c + d;
  }
}
