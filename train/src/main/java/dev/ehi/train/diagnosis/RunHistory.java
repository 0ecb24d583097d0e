package dev.ehi.train.diagnosis;

import dev.ehi.train.config.Depth;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as its files tell it; it may still go on.
 *
 * @param config in force
 * @param events of the metrics log
 */
public record RunHistory(TrainConfig config, List<MetricsEvent> events) {
  public RunHistory {
    events = List.copyOf(events);
  }

  /**
   * A tree that was made of the jointly trained one at the end.
   *
   * @param step at which joint training ended
   */
  public record Refined(long step, LeafQuality leaves, DevScore score) {}

  /** What the run set out to do; empty if it was ended before it wrote that. */
  public Optional<MetricsEvent.Run> start() {
    return first(MetricsEvent.Run.class);
  }

  /** All updates so far. */
  public List<MetricsEvent.Step> steps() {
    return all(MetricsEvent.Step.class);
  }

  /** What each look at the corpus found. */
  public Course course() {
    return Course.of(events);
  }

  /** The refined tree that scores best, which is the one that is kept. */
  public Optional<Refined> refined() {
    return events.stream()
        .flatMap(RunHistory::refined)
        .reduce((a, b) -> b.score().isBetterThan(a.score()) ? b : a);
  }

  private static Stream<Refined> refined(MetricsEvent event) {
    return switch (event) {
      case MetricsEvent.Settled(long step, LeafQuality leaves, DevScore score) ->
          Stream.of(new Refined(step, leaves, score));
      case MetricsEvent.Distilled(long step, LeafQuality leaves, DevScore score) ->
          Stream.of(new Refined(step, leaves, score));
      default -> Stream.empty();
    };
  }

  /** All events of a kind, in order. */
  <E extends MetricsEvent> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first event of a kind. */
  <E extends MetricsEvent> Optional<E> first(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Dev scores of joint training, without that of the refined tree. */
  List<MetricsEvent.Dev> scores() {
    return all(MetricsEvent.Dev.class);
  }

  /** The dev score that says most of the result: of the refined tree, or else the last one. */
  Optional<DevScore> lastScore() {
    List<MetricsEvent.Dev> scores = scores();
    return refined()
        .map(Refined::score)
        .or(() -> scores.isEmpty() ? Optional.empty() : Optional.of(scores.getLast().score()));
  }

  /** Whether a tree is trained, and not a dual encoder alone. */
  boolean trainsTree() {
    return config.index() instanceof IndexConfig.Learned;
  }

  /** Whether vectors move: those of an encoder, or through an adapter. */
  boolean trainsVectors() {
    return !(config.depth() instanceof Depth.Index);
  }
}
