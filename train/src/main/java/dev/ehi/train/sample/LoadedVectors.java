package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.config.TrainConfig;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Given vectors ready for training.
 *
 * @param set ids and judgements
 * @param vectors in the order of the set
 */
public record LoadedVectors(TrainingSet set, FrozenVectors vectors) {
  private static final float STYLE = 0.7f;

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
    Splits splits = Splits.of(train, dev, config.dev(), config.seed());
    TrainingPairs pairs =
        new TrainingPairs(
            splits.train(),
            queryIds,
            documentIds,
            Twins.ofVectors(documentVectors),
            config.sampling().pseudoPerDocument());
    DevQueries devQueries = new DevQueries(splits.dev(), queryIds, documentIds);
    Vectors trained = queryVectors.gather(places(pairs.queries(), queryIds));
    FrozenVectors vectors =
        new FrozenVectors(
            documentVectors,
            withPseudoQueries(trained, documentVectors, pairs, config.seed()),
            queryVectors.gather(places(devQueries.queries(), queryIds)));
    return new LoadedVectors(new TrainingSet(name, documentIds, pairs, devQueries), vectors);
  }

  /**
   * Behind the real queries, each document moved towards where queries lie: {@code normalize(d +
   * 0.7 (q' - d'))} with a random training pair (q', d').
   */
  private static Vectors withPseudoQueries(
      Vectors queries, Vectors documents, TrainingPairs pairs, long seed) {
    int perDocument = pairs.pseudoPerDocument();
    int real = queries.size();
    Vectors all = Vectors.allocate(real + documents.size() * perDocument, documents.dim());
    for (int i = 0; i < real; i++) {
      all.set(i, queries.row(i));
    }
    for (int document = 0; document < documents.size() && real > 0; document++) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.PSEUDO, document);
      for (int j = 0; j < perDocument; j++) {
        int query = random.nextInt(real);
        int[] positives = pairs.positives(query);
        float[] positive = documents.row(positives[random.nextInt(positives.length)]);
        float[] moved = documents.row(document);
        float[] target = queries.row(query);
        for (int k = 0; k < moved.length; k++) {
          moved[k] += STYLE * (target[k] - positive[k]);
        }
        Vectors.normalize(moved);
        all.set(pairs.pseudoQuery(document, j), moved);
      }
    }
    return all;
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
