package dev.ehi.cli.train;

import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import java.util.Optional;

/** Says what dev scores measure where no judgements tell what is relevant. */
final class DevTarget {
  private DevTarget() {}

  static Optional<String> of(TrainConfig config) {
    if (config.learnsFromExactSearch()) {
      return Optional.of(
          "no judgements used: relevant to the held-out dev queries is the top 10 of exact search on"
              + " the starting vectors");
    }
    return switch (config.supervision()) {
      case Supervision.Pairs _ -> Optional.empty();
      case Supervision.Text _, Supervision.Neighbours _ ->
          Optional.of(
              "no judgements used: dev queries are held-out sentences, relevant is the document that"
                  + " each was taken from, read without it");
    };
  }
}
