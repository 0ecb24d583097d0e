package dev.ehi.bench;

import dev.ehi.core.tree.LeafEstimates;
import dev.ehi.core.tree.LeafSketches;
import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What estimating a dot product by the sketch of a leaf takes beside computing one, both of rows at
 * random places, as searches through links meet them: {@value LinkWalk#TOGETHER} sketches are
 * looked at together, of which a quarter are opened. In turn in each round.
 */
public final class SketchBenchmark {
  private static final int DIM = 384;
  private static final int[] SIZES = {1_000, 20_000, 150_000};
  private static final int ESTIMATES = LinkWalk.TOGETHER;
  private static final int PRODUCTS = ESTIMATES / 4;
  private static final int GROUPS = 3_000; // in a round
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 21;

  private final SplittableRandom random = new SplittableRandom(1);
  private final int size;
  private final Vectors vectors; // (size, DIM)
  private final float[] query; // (DIM)
  private final LeafEstimates estimates;
  private final float[] scores = new float[PRODUCTS];
  private long kept; // so that nothing is left out

  private SketchBenchmark(int size) {
    this.size = size;
    vectors = new ClusteredVectors(DIM, 1000, .8, 1).draw(size);
    query = vectors.row(0);
    int words = DIM / Long.SIZE;
    float[] factors = new float[size];
    Arrays.fill(factors, .04f);
    long[] bits = random.longs((long) size * words).toArray();
    estimates = LeafSketches.of(new float[DIM], bits, factors).estimates(query);
  }

  public static void main(String[] arguments) {
    for (int size : SIZES) {
      new SketchBenchmark(size).run();
    }
  }

  private void run() {
    double[] estimate = new double[ROUNDS]; // ns each
    double[] product = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      int[] leaves = random.ints((long) GROUPS * ESTIMATES, 0, size).toArray();
      int[] rows = random.ints((long) GROUPS * PRODUCTS, 0, size).toArray();
      Timing estimating = Timing.of(() -> estimate(leaves));
      Timing multiplying = Timing.of(() -> multiply(rows));
      estimate[Math.max(0, round)] = estimating.seconds() * 1e9 / leaves.length;
      product[Math.max(0, round)] = multiplying.seconds() * 1e9 / rows.length;
    }
    double each = Timing.quantile(estimate, .5);
    double whole = Timing.quantile(product, .5);
    System.out.printf(
        Locale.ROOT,
        "%,8d rows: an estimate %.1f ns, a dot product %.1f ns: 1 / %.1f (%d)%n",
        size,
        each,
        whole,
        whole / each,
        kept);
  }

  private void estimate(int[] leaves) {
    int[] group = new int[ESTIMATES];
    for (int from = 0; from < leaves.length; from += ESTIMATES) {
      System.arraycopy(leaves, from, group, 0, ESTIMATES);
      kept += estimates.promising(group, ESTIMATES, .03f);
    }
  }

  private void multiply(int[] rows) {
    for (int from = 0; from < rows.length; from += PRODUCTS) {
      DotProduct.best().rowsAt(vectors.segment(), rows, from, PRODUCTS, query, scores);
      kept += scores[0] > 0 ? 1 : 0;
    }
  }
}
