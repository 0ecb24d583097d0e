package dev.ehi.train.config;

import java.util.List;
import java.util.Map;

/** Default values of the alternatives that {@link TrainConfig#defaults()} does not choose. */
final class Alternatives {
  private Alternatives() {}

  /** By the path of the key that holds the choice. */
  static final Map<String, List<?>> BY_PATH =
      Map.of(
          "depth", List.of(new Depth.Index(), new Depth.Adapter(64), new Depth.Full()),
          "supervision",
              List.of(
                  new Supervision.Pairs(),
                  new Supervision.Text(2, 0.1, 10),
                  new Supervision.Neighbours(1, 0.5, 10)),
          "index", List.of(TrainConfig.defaults().index(), new IndexConfig.None(0)),
          "index.residual",
              List.of(
                  new ResidualConfig.None(),
                  new ResidualConfig.Dense(),
                  new ResidualConfig.LowRank(32)),
          "loss.siamese",
              List.of(
                  TrainConfig.defaults().loss().siamese(), new LossConfig.Siamese.Hinge(1, 0.3)),
          "loss.indexing",
              List.of(
                  TrainConfig.defaults().loss().indexing(),
                  new LossConfig.Indexing.InfoNce(0.5, 0.1),
                  new LossConfig.Indexing.Hinge(1, 0.3)),
          "loss.diversity",
              List.of(
                  TrainConfig.defaults().loss().diversity(),
                  new LossConfig.Diversity.IntraLeaf(1, 0.5)));
}
