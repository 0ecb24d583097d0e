package dev.ehi.eval.compare;

import dev.ehi.core.tree.LeafBalance;
import dev.ehi.eval.compare.Results.Leaves;
import dev.ehi.eval.compare.Results.Method;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.CurvePoint;
import dev.ehi.eval.curve.LeafIndex;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is kept of a measured method. */
final class Summary {

  private static final int DRAWN_POINTS = 90;

  private Summary() {}

  static Method of(Measured measured, ComparisonConfig config) {
    Curve curve = measured.curve();
    double exact = measured.side().exact();
    return new Method(
        measured.name(),
        measured.kind(),
        measured.side().embeddings().name(),
        measured.settings(),
        curve.thinned(DRAWN_POINTS),
        config.grid().shares().stream().flatMap(s -> reported(curve, s).stream()).toList(),
        crossings(curve, exact, config),
        measured.timings(),
        measured.index().map(i -> leaves(i, measured.side(), config)),
        measured.tuning());
  }

  static List<Crossing> crossings(Curve curve, double exact, ComparisonConfig config) {
    return config.fractions().stream()
        .map(f -> curve.crossing(f, exact))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<CurvePoint> reported(Curve curve, double share) {
    return curve.points().stream()
        .filter(p -> Math.abs(p.documents() - share) <= Curve.TOLERANCE * share)
        .min(
            (a, b) ->
                Double.compare(Math.abs(a.documents() - share), Math.abs(b.documents() - share)));
  }

  private static Leaves leaves(LeafIndex index, Side side, ComparisonConfig config) {
    int[] sizes = index.leafSizes();
    return new Leaves(
        LeafBalance.of(sizes),
        IntStream.of(sizes).boxed().toList(),
        LeafQuality.of(index, side.corpus(), side.queries(), side.judgments(), config.seed()));
  }
}
