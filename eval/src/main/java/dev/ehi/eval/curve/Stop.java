package dev.ehi.eval.curve;

import dev.ehi.core.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * When a search stops opening leaves. Each rule has a level: the higher it is, the later a search
 * stops; a curve has one point a level.
 */
public sealed interface Stop {

  /** What the rule is called in results. */
  String label();

  /** A level in words, such as {@code 340 documents}. */
  String at(double level);

  /**
   * At a number of documents, the same for every query; of the last leaf only a part is scored. The
   * level is that number.
   */
  record Documents() implements Stop {
    @Override
    public String label() {
      return "documents";
    }

    @Override
    public String at(double level) {
      return String.format(Locale.ROOT, "%.0f documents", level);
    }
  }

  /** At the end of a leaf that depends on the query: sure queries stop early. */
  sealed interface Adaptive extends Stop {}

  /**
   * When the opened leaves hold a share m of the query's probability. The level is -ln(1 - m).
   *
   * @param temperature the probabilities p are taken as p^(1/temperature), scaled to sum to 1,
   *     which is the softmax at that multiple of its temperature
   */
  record Mass(double temperature) implements Adaptive {
    public Mass {
      requirePositive(temperature);
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "mass, temperature x %.3g", temperature);
    }

    @Override
    public String at(double level) {
      return String.format(Locale.ROOT, "mass %.6g", -Math.expm1(-level));
    }
  }

  /**
   * Before the first leaf whose log-probability is further than a gap below the best leaf's. The
   * level is the gap; for a flat tree it is a difference of scores, whatever the temperature.
   */
  record Gap() implements Adaptive {
    @Override
    public String label() {
      return "score gap";
    }

    @Override
    public String at(double level) {
      return String.format(Locale.ROOT, "gap %.4g", level);
    }
  }

  /**
   * Before the first leaf that is less probable than a threshold. The level is its surprisal, the
   * negative log-probability.
   *
   * @param temperature as for {@link Mass}
   */
  record Surprisal(double temperature) implements Adaptive {
    public Surprisal {
      requirePositive(temperature);
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "surprisal, temperature x %.3g", temperature);
    }

    @Override
    public String at(double level) {
      return String.format(Locale.ROOT, "surprisal %.4g", level);
    }
  }

  /**
   * All rules to tune with, the same for learned trees and k-means. Mass and other temperatures are
   * for flat trees, where the probabilities of all leaves are known at once; a deeper tree would
   * have to be expanded whole.
   */
  static List<Stop> candidates(Tree tree) {
    List<Stop> candidates = new ArrayList<>(List.of(new Documents(), new Gap(), new Surprisal(1)));
    if (tree.shape().height() == 1) {
      DoubleStream.of(.25, .5, 2).mapToObj(Surprisal::new).forEach(candidates::add);
      DoubleStream.of(.25, .5, 1, 2).mapToObj(Mass::new).forEach(candidates::add);
    }
    return candidates;
  }

  private static void requirePositive(double temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, not " + temperature);
    }
  }

  /** Whether a search must know the probabilities of all leaves to follow the rule. */
  default boolean needsAllLeaves() {
    return switch (this) {
      case Documents() -> false;
      case Gap() -> false;
      case Surprisal(double temperature) -> temperature != 1;
      case Mass mass -> true;
    };
  }
}
