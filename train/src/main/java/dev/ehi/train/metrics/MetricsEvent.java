package dev.ehi.train.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of the metrics log. Steps count from 1; an event at step s follows the s-th update. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MetricsEvent.Run.class, name = "run"),
  @JsonSubTypes.Type(value = MetricsEvent.Memory.class, name = "memory"),
  @JsonSubTypes.Type(value = MetricsEvent.Step.class, name = "step"),
  @JsonSubTypes.Type(value = MetricsEvent.Assignment.class, name = "assignment"),
  @JsonSubTypes.Type(value = MetricsEvent.Mining.class, name = "mining"),
  @JsonSubTypes.Type(value = MetricsEvent.Dev.class, name = "dev"),
  @JsonSubTypes.Type(value = MetricsEvent.Kmeans.class, name = "kmeans"),
  @JsonSubTypes.Type(value = MetricsEvent.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = MetricsEvent.Distilled.class, name = "distilled"),
  @JsonSubTypes.Type(value = MetricsEvent.Diverged.class, name = "diverged")
})
public sealed interface MetricsEvent {

  /**
   * What is run; the first line.
   *
   * @param input name of the training set
   * @param documents in the corpus
   * @param queries to train on
   * @param pairs to train on
   * @param devQueries held out
   * @param steps of the whole run
   * @param seed of all random choices
   * @param madeWith versions and machine, by name
   */
  record Run(
      String input,
      int documents,
      int queries,
      int pairs,
      int devQueries,
      long steps,
      long seed,
      Map<String, String> madeWith)
      implements MetricsEvent {}

  /**
   * What training takes of memory, before it begins; in bytes.
   *
   * @param estimated for an encoder, which takes by far the most
   * @param available to the process at that time
   */
  record Memory(long estimated, long available) implements MetricsEvent {}

  /**
   * One update of the weights.
   *
   * @param loss the weighted sum of the terms
   * @param terms each term before its weight, by name
   * @param gradientNorms before clipping, by parameter group
   * @param rates learning rates, by parameter group
   * @param tokens read by the encoder in this step, padding not counted
   * @param seconds that the step took
   */
  record Step(
      long step,
      int epoch,
      double loss,
      Map<String, Double> terms,
      Map<String, Double> gradientNorms,
      Map<String, Double> rates,
      long tokens,
      double seconds)
      implements MetricsEvent {}

  /**
   * The leaf map was built anew.
   *
   * @param churn share of documents whose leaf is another than in the map before; null for the
   *     first map, and for the lists of a dual encoder, which are other ones each time
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Assignment(long step, @JsonUnwrapped LeafQuality leaves, @Nullable Double churn)
      implements MetricsEvent {}

  /**
   * Negatives were mined.
   *
   * @param queries for which
   * @param meanPool mean number of documents to draw from
   * @param emptyPools queries that draw from the whole corpus
   */
  record Mining(long step, int queries, double meanPool, int emptyPools) implements MetricsEvent {}

  /**
   * Held-out queries were scored.
   *
   * @param score by the trained tree, or by k-means lists where there is none
   */
  record Dev(long step, DevScore score) implements MetricsEvent {}

  /** Held-out queries were scored by fresh k-means lists on the last vectors. */
  record Kmeans(long step, int leaves, DevScore score) implements MetricsEvent {}

  /** The tree was trained alone on the last vectors; leaves and scores are those of the result. */
  record Settled(long step, @JsonUnwrapped LeafQuality leaves, DevScore score)
      implements MetricsEvent {}

  /** A tree was taught to route queries; its leaves are the same. */
  record Distilled(long step, @JsonUnwrapped LeafQuality leaves, DevScore score)
      implements MetricsEvent {}

  /**
   * A loss or gradient was not finite, which ended the run. A continued run forgets it.
   *
   * @param reason what was not finite, after how many updates
   */
  record Diverged(String reason) implements MetricsEvent {}
}
