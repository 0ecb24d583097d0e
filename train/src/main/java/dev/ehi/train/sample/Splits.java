package dev.ehi.train.sample;

import dev.ehi.data.Qrels;
import dev.ehi.train.config.DevConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which judged queries are trained on and which are held out for scoring.
 *
 * @param train judgements to train on
 * @param dev judgements of the sampled dev queries, none of which is trained on
 */
public record Splits(Qrels train, Qrels dev) {

  /**
   * Samples the dev split; where there is none, holds out a share of the training queries.
   *
   * @param given the dev split of the set, if it has one
   */
  public static Splits of(Qrels train, Optional<Qrels> given, DevConfig config, long seed) {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.SPLIT, 0);
    Qrels source = given.orElse(train);
    List<String> ids = new ArrayList<>(source.queryIds());
    ids.removeIf(id -> source.relevant(id).isEmpty());
    Shuffle.inPlace(ids, random);
    int size =
        given.isPresent() ? Math.min(ids.size(), config.queries()) : config.heldOutOf(ids.size());
    Set<String> sample = new HashSet<>(ids.subList(0, size));
    List<String> others = source.queryIds().stream().filter(id -> !sample.contains(id)).toList();
    return new Splits(train.without(sample), source.without(others));
  }

  /**
   * Without the training queries that ask what a dev query asks.
   *
   * @param asked twins among the queries
   */
  Splits withoutTwins(Ordinals queries, Twins asked) {
    Set<Integer> held = new HashSet<>();
    dev.queryIds().stream()
        .map(queries::of)
        .filter(query -> query >= 0)
        .forEach(query -> held.add(asked.first(query)));
    List<String> leaked =
        train.queryIds().stream()
            .filter(id -> queries.of(id) >= 0 && held.contains(asked.first(queries.of(id))))
            .toList();
    return new Splits(train.without(leaked), dev);
  }
}
