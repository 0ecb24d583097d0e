package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.config.TrainConfig;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Given vectors ready for training.
 *
 * @param set ids and judgements
 * @param vectors in the order of the set
 */
public record LoadedVectors(TrainingSet set, FrozenVectors vectors) {
  /** Puts vectors, ids and judgements in order. */
  public static LoadedVectors of(
      String name,
      IdentifiedVectors documents,
      IdentifiedVectors queries,
      Qrels train,
      Optional<Qrels> dev,
      TrainConfig config) {
    Vectors documentVectors = normalized(documents.vectors());
    Vectors queryVectors = normalized(queries.vectors());
    Ordinals documentIds = new Ordinals(documents.ids());
    Ordinals queryIds = new Ordinals(queries.ids());
    Splits splits =
        Splits.of(train, dev, config.dev(), config.seed())
            .withoutTwins(queryIds, Twins.ofVectors(queryVectors));
    TrainingPairs pairs =
        new TrainingPairs(
            splits.train(),
            queryIds,
            documentIds,
            Twins.ofVectors(documentVectors),
            config.sampling().pseudoPerDocument());
    DevQueries devQueries = new DevQueries(splits.dev(), queryIds, documentIds);
    Vectors trained = queryVectors.gather(places(pairs.queries(), queryIds));
    Vectors asked = PseudoVectors.append(trained, documentVectors, pairs, config.seed());
    FrozenVectors vectors =
        new FrozenVectors(
            documentVectors, asked, queryVectors.gather(places(devQueries.queries(), queryIds)));
    return new LoadedVectors(
        new TrainingSet(name, documentIds, pairs.withTwins(Twins.ofVectors(asked)), devQueries),
        vectors);
  }

  private static Vectors normalized(Vectors vectors) {
    Vectors copy = vectors.gather(IntStream.range(0, vectors.size()).toArray());
    copy.normalize();
    return copy;
  }

  private static int[] places(Ordinals wanted, Ordinals all) {
    return wanted.ids().stream().mapToInt(all::of).toArray();
  }
}
