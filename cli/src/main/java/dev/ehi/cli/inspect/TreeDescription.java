package dev.ehi.cli.inspect;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The make-up of a tree.
 *
 * @param residuals one a level
 * @param links of a leaf to others, on average
 * @param areLeavesSketched whether a search sees leaves from afar
 */
record TreeDescription(
    String id,
    TreeShape shape,
    Conditioning conditioning,
    float temperature,
    List<String> residuals,
    double links,
    boolean areLeavesSketched) {

  static TreeDescription of(Tree tree) {
    List<String> residuals =
        IntStream.rangeClosed(1, tree.shape().height())
            .mapToObj(h -> residual(tree.level(h).residual()))
            .toList();
    return new TreeDescription(
        tree.id(),
        tree.shape(),
        tree.conditioning(),
        tree.temperature(),
        residuals,
        tree.links().map(TreeDescription::mean).orElse(0.),
        tree.links().flatMap(LeafLinks::sketches).isPresent());
  }

  void print(PrintStream out) {
    IndexPrinter.tree(shape, id, out);
    out.printf(
        Locale.ROOT,
        "  levels conditioned %s, residuals %s, temperature %.3g, %.1f links a leaf%s%n",
        conditioning,
        residuals,
        temperature,
        links,
        areLeavesSketched ? ", leaves sketched" : "");
  }

  private static double mean(LeafLinks links) {
    return IntStream.range(0, links.leaves()).map(links::count).average().orElse(0);
  }

  private static String residual(Residual residual) {
    return switch (residual) {
      case Residual.None() -> "none";
      case Residual.Dense dense -> "dense";
      case Residual.LowRank lowRank -> "low rank " + lowRank.down().size();
    };
  }
}
