package dev.ehi.train.plan;

import dev.ehi.core.progress.Progress;
import dev.ehi.train.config.DistilConfig;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the layout of a tree from the data: some trees are measured in short pilots, a cost model
 * is fitted to them, and of all layouts that the configuration leaves open the one is taken that
 * the model predicts to be cheapest.
 */
public final class Planner {

  /** Shares of the exact top 10 to find cheaply; nDCG@10 is about 98 and 99 % of exact there. */
  static final List<Double> RECALLS = List.of(.9, .95);

  /**
   * Predictions so close are level. Of level layouts the one with the most levels is taken, since
   * training improves deep trees more than the pilots, which have start leaves, can show.
   */
  private static final int FEWEST_QUERIES = 2;

  private static final double LEVEL = 1.05;

  /** With fewer documents a tree has little to save, and pilots little to measure. */
  private static final int FEWEST_DOCUMENTS = 2_000;

  private static final int PILOT_UPDATES = 500;

  private final IndexConfig.Learned index;
  private final DistilConfig distil;
  private final long seed;
  private final int sample;
  private final Progress progress;

  private Planner(
      IndexConfig.Learned index, DistilConfig distil, long seed, int sample, Progress progress) {
    this.index = index;
    this.distil = distil;
    this.seed = seed;
    this.sample = sample;
    this.progress = progress;
  }

  /** For the tree of a configuration. */
  public static Planner of(TrainConfig config, IndexConfig.Learned index, Progress progress) {
    return new Planner(
        index, pilots(config.distil()), config.seed(), index.pilotDocuments(), progress);
  }

  private static DistilConfig pilots(DistilConfig distil) {
    return new DistilConfig(
        Math.min(distil.updates(), PILOT_UPDATES),
        distil.batch(),
        distil.neighbours(),
        distil.temperature(),
        distil.rate(),
        distil.dropout());
  }

  /**
   * The layout that a corpus gets without pilots, if it does: it is small, nothing is open, there
   * are no two queries, one to teach and one to measure with, or the branches that are given are
   * too many for the documents of a pilot.
   */
  public Optional<Plan> withoutPilots(int documents, int dim, int queries) {
    if (!index.hasOpenLayout()
        || documents < FEWEST_DOCUMENTS
        || queries < FEWEST_QUERIES
        || index.branching() > Math.min(documents, sample / 2)) {
      return Optional.of(Plan.withoutPilots(index.layoutFor(documents, dim)));
    }
    return Optional.empty();
  }

  /**
   * Measures pilots and chooses. Where pilots have all documents, the choice is measured, too, and
   * a pilot that turns out cheaper is taken in its place.
   */
  public Plan plan(PilotVectors vectors) {
    int documents = vectors.documents().size();
    int dim = vectors.documents().dim();
    Candidates candidates = new Candidates(index, dim);
    List<CostCurve> measured = measure(candidates, vectors);
    CostModel model = CostModel.fit(dim, measured);
    List<CostCurve> cheapest =
        new ArrayList<>(
            model.cheapestOfEachHeight(
                ofMeasuredHeights(candidates.all(documents), measured), documents));
    cheapest.sort(byCost(cheapest));
    Layout told = cheapest.getFirst().layout();
    if (measured.getFirst().documents() < documents) {
      return new Plan(told, cheapest, measured);
    }
    List<CostCurve> all = new ArrayList<>(measured);
    if (measured.stream().noneMatch(curve -> curve.layout().equals(told))) {
      all.addAll(run(vectors, List.of(told)));
    }
    Layout chosen = all.stream().min(byCost(all)).orElseThrow().layout();
    return new Plan(chosen, cheapest, all);
  }

  /** A large corpus allows for heights that the sample of its documents does not. */
  private static List<Layout> ofMeasuredHeights(List<Layout> layouts, List<CostCurve> measured) {
    return layouts.stream()
        .filter(
            layout ->
                measured.stream().anyMatch(curve -> curve.layout().height() == layout.height()))
        .toList();
  }

  /** Of those that are about as cheap as the cheapest the tallest first. */
  private static Comparator<CostCurve> byCost(List<CostCurve> curves) {
    double limit = LEVEL * curves.stream().mapToDouble(Planner::cost).min().orElseThrow();
    return Comparator.comparingDouble((CostCurve curve) -> Math.max(limit, cost(curve)))
        .thenComparing(curve -> -curve.layout().height())
        .thenComparingDouble(Planner::cost);
  }

  /**
   * The projection through which a tree of a layout is cheapest, measured in pilots.
   *
   * @param layout of the tree for all documents; its own projection does not matter
   */
  public int projection(Layout layout, PilotVectors vectors) {
    PilotVectors large = vectors.sample(sample, seed);
    double share = (double) large.documents().size() / vectors.documents().size();
    double branches = layout.branching() * Math.pow(share, 1. / layout.height());
    int branching = (int) Math.max(2, Math.round(branches));
    List<Layout> layouts =
        new Candidates(index, vectors.documents().dim())
            .projections().stream()
                .map(rank -> new Layout(branching, layout.height(), rank))
                .toList();
    return run(large, layouts).stream()
        .min(Comparator.comparingDouble(Planner::cost))
        .orElseThrow()
        .layout()
        .projection();
  }

  /** The geometric mean over the recalls, in dot products. */
  static double cost(CostCurve curve) {
    double logarithms =
        RECALLS.stream().mapToDouble(recall -> Math.log(curve.at(recall).total())).sum();
    return Math.exp(logarithms / RECALLS.size());
  }

  /** On a sample if the corpus is large; then on half of it too, to see what size does. */
  private List<CostCurve> measure(Candidates candidates, PilotVectors vectors) {
    PilotVectors large = vectors.sample(sample, seed);
    int documents = large.documents().size();
    List<CostCurve> curves = new ArrayList<>(run(large, candidates.pilots(documents)));
    if (documents < vectors.documents().size()) {
      curves.addAll(run(large.sample(documents / 2, seed), candidates.pilots(documents / 2)));
    }
    return curves;
  }

  private List<CostCurve> run(PilotVectors vectors, List<Layout> layouts) {
    Pilot pilot = new Pilot(index, distil, vectors, seed, progress);
    List<CostCurve> curves = new ArrayList<>();
    try (Progress.Task task = progress.start("plan the tree", layouts.size(), "pilots")) {
      for (Layout layout : layouts) {
        curves.add(pilot.measure(layout));
        task.advance(1);
      }
    }
    return curves;
  }

  /**
   * Predictions for layouts that were not measured, beside what is measured then.
   *
   * @param plan whose pilots the predictions rest on
   */
  public List<Check> check(Plan plan, PilotVectors vectors) {
    int documents = vectors.documents().size();
    int dim = vectors.documents().dim();
    CostModel model = CostModel.fit(dim, plan.measured());
    List<Layout> layouts = new ArrayList<>(new Candidates(index, dim).heldBack(documents));
    layouts.addFirst(plan.layout());
    List<Layout> known =
        plan.measured().stream()
            .filter(curve -> curve.documents() == documents)
            .map(CostCurve::layout)
            .toList();
    List<Layout> unknown =
        layouts.stream().filter(layout -> !known.contains(layout)).distinct().toList();
    return run(vectors, unknown).stream()
        .map(curve -> new Check(model.predict(curve.layout(), documents), curve))
        .toList();
  }

  /**
   * A prediction and its test.
   *
   * @param predicted by the model
   * @param measured in a pilot that the model does not know
   */
  public record Check(CostCurve predicted, CostCurve measured) {}
}
