package dev.ehi.eval.curve;

import dev.ehi.eval.QuerySet;
import java.util.Arrays;

/** The levels of a curve, and where the searches of one query stop at each of them. */
abstract sealed class StopPoints {

  /** Queries, at most, by which the levels of an adaptive rule are laid on the budgets. */
  private static final int CALIBRATION_QUERIES = 1000;

  /** Leaves that these may have together: half a gigabyte. */
  private static final int CALIBRATION_LEAVES = 1 << 24;

  final double[] levels; // (points) ascending

  private StopPoints(double[] levels) {
    this.levels = levels;
  }

  /**
   * Levels whose mean number of visited documents lies as close as can be to the budgets of a grid,
   * up to everything. The queries serve for that only: their answers are not looked at.
   */
  static StopPoints of(LeafPolicy policy, int documents, QuerySet queries, BudgetGrid grid) {
    int[] budgets = grid.documents(documents, policy.index().stored());
    return switch (policy.stop()) {
      case Stop.Documents() -> new Fixed(budgets);
      case Stop.Adaptive stop -> Varying.calibrated(stop, policy.index(), queries, budgets);
    };
  }

  /** How many points the curve has. */
  int size() {
    return levels.length;
  }

  /**
   * Where the searches of the query that was routed last stop.
   *
   * @param steps receives the documents visited // (points) never falling
   * @param routing receives the dot products of routing // (points)
   */
  abstract void locate(LeafOrder order, int[] steps, double[] routing);

  private static final class Fixed extends StopPoints {
    private final int[] budgets; // (points) ascending

    Fixed(int[] budgets) {
      super(Arrays.stream(budgets).asDoubleStream().toArray());
      this.budgets = budgets;
    }

    @Override
    void locate(LeafOrder order, int[] steps, double[] routing) {
      int opened = 0;
      for (int point = 0; point < budgets.length; point++) {
        while (order.before(opened) < budgets[point]) {
          opened++;
        }
        steps[point] = budgets[point];
        routing[point] = order.cost(opened);
      }
    }
  }

  private static final class Varying extends StopPoints {
    private final Stop.Adaptive stop;

    private Varying(Stop.Adaptive stop, double[] levels) {
      super(levels);
      this.stop = stop;
    }

    static Varying calibrated(
        Stop.Adaptive stop, LeafIndex index, QuerySet queries, int[] budgets) {
      int most = Math.max(1, CALIBRATION_LEAVES / index.leaves());
      int count = Math.min(queries.size(), Math.min(most, CALIBRATION_QUERIES));
      Opening[] openings = new Opening[count * index.leaves()];
      LeafOrder order = new LeafOrder(index);
      double[] thresholds = new double[index.leaves()];
      float[] query = new float[queries.vectors().dim()];
      for (int i = 0; i < count; i++) {
        queries.vectors().get((int) ((long) i * queries.size() / count), query);
        order.route(query);
        order.thresholds(stop, thresholds);
        for (int rank = 0; rank < thresholds.length; rank++) {
          openings[i * thresholds.length + rank] =
              new Opening(thresholds[rank], index.size(order.leaf(rank)));
        }
      }
      Arrays.sort(openings);
      return new Varying(stop, levels(openings, budgets, count));
    }

    /** Between the opening that fills a budget and the next one, as far from both as can be. */
    private static double[] levels(Opening[] openings, int[] budgets, int queries) {
      double[] levels = new double[budgets.length];
      int size = 0;
      int next = 0;
      long visited = 0;
      for (int budget : budgets) {
        while (next < openings.length && visited < (long) budget * queries) {
          visited += openings[next++].documents;
        }
        double level = next == 0 ? 0 : levelAfter(openings, next);
        if (size == 0 || level > levels[size - 1]) {
          levels[size++] = level;
        }
      }
      levels = Arrays.copyOf(levels, size);
      levels[size - 1] = Double.POSITIVE_INFINITY;
      return levels;
    }

    private static double levelAfter(Opening[] openings, int count) {
      double last = openings[count - 1].threshold;
      double next = count < openings.length ? openings[count].threshold : last;
      return Math.max(Math.nextUp(last), last + (next - last) / 2);
    }

    /** Even the smallest level opens the first leaf. */
    @Override
    void locate(LeafOrder order, int[] steps, double[] routing) {
      double[] thresholds = new double[order.size()];
      order.thresholds(stop, thresholds);
      int opened = 1;
      for (int point = 0; point < levels.length; point++) {
        while (opened < thresholds.length && thresholds[opened] < levels[point]) {
          opened++;
        }
        steps[point] = order.before(opened);
        routing[point] = order.cost(opened + 1);
      }
    }

    private record Opening(double threshold, int documents) implements Comparable<Opening> {
      @Override
      public int compareTo(Opening other) {
        return Double.compare(threshold, other.threshold);
      }
    }
  }
}
