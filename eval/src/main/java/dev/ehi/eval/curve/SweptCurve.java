package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.metric.Metric;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The curve of a method whose cost is not set but follows from a parameter, such as the candidate
 * list of HNSW: one point a parameter value, at the mean number of documents that the searches
 * visited.
 */
public final class SweptCurve {

  /** A search that finds this share of the exact top 10 has nothing left to gain. */
  private static final double SATURATED = .999;

  /** So many settings in a row that change no quality by more than rounding. */
  private static final int LEVEL = 6;

  private static final double MORE = 1.25; // times the cost of the first setting
  private static final double ROUNDING = 1e-4; // of a quality

  /** How far apart in cost the points next to a crossing may be: about as those of leaf budgets. */
  private static final double CLOSE = 1.02;

  /** A method under test; for one thread. */
  public interface Method {
    Found search(float[] query, int setting);
  }

  private final Corpus corpus;
  private final QuerySet queries;
  private final Measures measures;
  private final Supplier<? extends Method> method;
  private final int threads;
  private final Progress progress;
  private final List<Hits> exact;
  private final TreeMap<Integer, Curve> points = new TreeMap<>(); // by setting, one point each

  /**
   * @param measures on {@code queries} and {@code corpus}
   * @param exact results of exact search, one a query, as deep as the measures need
   * @param method gives each thread its own
   */
  public SweptCurve(
      Corpus corpus,
      QuerySet queries,
      Measures measures,
      List<Hits> exact,
      Supplier<? extends Method> method,
      int threads,
      Progress progress) {
    this.corpus = corpus;
    this.queries = queries;
    this.measures = measures;
    this.method = method;
    this.threads = threads;
    this.progress = progress;
    this.exact = exact;
  }

  /**
   * Searches all queries with each setting, until a point is enough or the last settings have found
   * no more for more cost.
   */
  public SweptCurve until(Predicate<CurvePoint> enough, List<Integer> settings) {
    sweep(point -> enough.test(point) || isLevel(), settings);
    return this;
  }

  private void sweep(Predicate<CurvePoint> enough, List<Integer> settings) {
    for (int setting : settings) {
      if (enough.test(measure(setting))) {
        return;
      }
    }
  }

  private boolean isLevel() {
    List<CurvePoint> last =
        points.descendingMap().values().stream()
            .limit(LEVEL)
            .map(curve -> curve.points().getFirst())
            .toList();
    return last.size() == LEVEL
        && last.getFirst().total() >= MORE * total(points.firstEntry())
        && last.stream()
            .mapToDouble(SweptCurve::nDcg)
            .allMatch(quality -> Math.abs(quality - nDcg(last.getFirst())) <= ROUNDING);
  }

  private static double nDcg(CurvePoint point) {
    return point.quality(Metric.NDCG_10.label());
  }

  /**
   * Searches with each setting until the largest of the targets is passed and practically the exact
   * results are found, or no more for more cost; or until the most that it may cost; then with the
   * settings between them that fill the targets.
   *
   * @param targets total costs
   * @param most total cost, infinity for any
   */
  public SweptCurve filling(Collection<Double> targets, List<Integer> settings, double most) {
    double largest = targets.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    sweep(
        p ->
            p.total() > most
                || p.total() >= largest && (p.quality("exact@10") >= SATURATED || isLevel()),
        settings);
    targets.stream().filter(target -> target <= most).forEach(this::fill);
    return this;
  }

  /**
   * Searches with settings between those next to where fractions of the exact quality are first
   * reached, until these are as close as other methods' points are.
   *
   * @param exact mean nDCG@10 of exact search
   */
  public SweptCurve approaching(Collection<Double> fractions, double exact) {
    fractions.forEach(fraction -> approach(fraction, exact));
    return this;
  }

  private void approach(double fraction, double exact) {
    while (true) {
      Curve curve = curve();
      int above = curve.reaching(fraction, exact).orElse(0);
      if (above == 0) {
        return;
      }
      int between = (int) (curve.level(above - 1) + curve.level(above)) / 2;
      double from = curve.points().get(above - 1).total();
      if (points.containsKey(between) || curve.points().get(above).total() <= CLOSE * from) {
        return;
      }
      measure(between);
    }
  }

  /** What has been measured, from the least cost to the largest. */
  public Curve curve() {
    List<Map.Entry<Integer, Curve>> byCost =
        points.entrySet().stream().sorted(Comparator.comparingDouble(SweptCurve::total)).toList();
    return new Curve(
        byCost.stream().map(p -> p.getValue().points().getFirst()).toList(),
        byCost.stream().map(p -> p.getValue().perQuery(0)).toArray(double[][]::new),
        byCost.stream().mapToDouble(Map.Entry::getKey).toArray());
  }

  /** Draws settings closer around a cost, as long as none fills it and there is one between. */
  private void fill(double target) {
    while (curve().filling(target).isEmpty()) {
      Map.Entry<Integer, Curve> below = null;
      Map.Entry<Integer, Curve> above = null;
      for (Map.Entry<Integer, Curve> entry : points.entrySet()) {
        if (total(entry) < target) {
          below = entry;
        } else if (above == null) {
          above = entry;
        }
      }
      if (below == null || above == null || above.getKey() - below.getKey() < 2) {
        return;
      }
      double share = (target - total(below)) / (total(above) - total(below));
      long between = Math.round(below.getKey() + share * (above.getKey() - below.getKey()));
      measure(Math.clamp(between, below.getKey() + 1, above.getKey() - 1));
    }
  }

  private static double total(Map.Entry<Integer, Curve> entry) {
    return entry.getValue().points().getFirst().total();
  }

  private CurvePoint measure(int setting) {
    CurveSums sums = new CurveSums(measures, new double[] {setting}, queries.size());
    try (Progress.Task task =
        progress.start("sweep, setting " + setting, queries.size(), "queries")) {
      Workers.run(queries.size(), threads, () -> worker(setting, sums), task);
    }
    Curve curve = sums.curve(corpus.size());
    points.put(setting, curve);
    return curve.points().getFirst();
  }

  private Workers.Worker worker(int setting, CurveSums sums) {
    Method own = method.get();
    float[] query = new float[queries.vectors().dim()];
    return (from, to) -> {
      for (int q = from; q < to; q++) {
        queries.vectors().get(q, query);
        Found found = own.search(query, setting);
        double[] values = measures.of(q, found.hits(), exact.get(q));
        sums.add(q, 0, values, (double) found.visited(), found.routing());
      }
    };
  }

  /** The single point of exact search: everything is visited. */
  public static Curve exact(Corpus corpus, Judgments judgments, List<Hits> hits) {
    Measures measures = Measures.all(judgments);
    CurveSums sums = new CurveSums(measures, new double[] {corpus.size()}, hits.size());
    for (int q = 0; q < hits.size(); q++) {
      sums.add(q, 0, measures.of(q, hits.get(q), hits.get(q)), corpus.size(), 0);
    }
    return sums.curve(corpus.size());
  }
}
