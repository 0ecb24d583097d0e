package dev.ehi.bench.peers;

import dev.ehi.bench.peers.ParetoFront.Cost;
import dev.ehi.bench.peers.PeerResults.LevelComparison;
import dev.ehi.bench.peers.PeerResults.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Compares methods at equal quality. */
final class LevelComparisons {

  private LevelComparisons() {}

  /**
   * All methods at one level.
   *
   * @param quality that the level stands for
   */
  static LevelComparison of(Level level, double quality, List<Method> methods) {
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Method method : methods) {
      new ParetoFront(method.points(), level.measure())
          .at(quality)
          .ifPresent(cost -> costs.put(method.name(), cost));
    }
    return new LevelComparison(level.label(), quality, costs, ratio(costs, methods));
  }

  private static @Nullable Cost ratio(Map<String, Cost> costs, List<Method> methods) {
    Optional<Cost> ehi = fastest(costs, methods, Peer.Origin.EHI);
    Optional<Cost> other = fastest(costs, methods, Peer.Origin.OTHER);
    return ehi.isEmpty() || other.isEmpty()
        ? null
        : new Cost(
            ehi.get().p50() / other.get().p50(),
            ehi.get().p99() / other.get().p99(),
            ehi.get().cpu() / other.get().cpu());
  }

  /** The least of each time by itself, perhaps of different methods. */
  private static Optional<Cost> fastest(
      Map<String, Cost> costs, List<Method> methods, Peer.Origin origin) {
    List<Cost> own =
        methods.stream()
            .filter(method -> method.origin() == origin && costs.containsKey(method.name()))
            .map(method -> costs.get(method.name()))
            .toList();
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cost(least(own, Cost::p50), least(own, Cost::p99), least(own, Cost::cpu)));
  }

  private static double least(List<Cost> costs, ToDoubleFunction<Cost> time) {
    return costs.stream().mapToDouble(time).min().orElseThrow();
  }
}
