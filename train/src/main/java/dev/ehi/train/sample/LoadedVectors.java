package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import java.util.BitSet;
import java.util.List;
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

  /**
   * Asks given queries without judgements, a share of them held out. Their positives are yet to be
   * found by exact search.
   */
  public static LoadedVectors unjudged(
      String name, IdentifiedVectors documents, IdentifiedVectors queries, TrainConfig config) {
    Vectors documentVectors = normalized(documents.vectors());
    Vectors queryVectors = normalized(queries.vectors());
    Twins asked = Twins.ofVectors(queryVectors);
    BitSet held = HeldOut.of(IntStream.range(0, queries.ids().size()), config.dev(), config.seed());
    BitSet heldTwins = new BitSet();
    held.stream().map(asked::first).forEach(heldTwins::set);
    int[] trained =
        IntStream.range(0, queries.ids().size())
            .filter(query -> !heldTwins.get(asked.first(query)))
            .toArray();
    int[] dev = held.stream().toArray();
    return unjudged(
        name,
        new IdentifiedVectors(documents.ids(), documentVectors),
        new IdentifiedVectors(chosen(queries.ids(), trained), queryVectors.gather(trained)),
        new IdentifiedVectors(chosen(queries.ids(), dev), queryVectors.gather(dev)));
  }

  /**
   * Asks the documents themselves: each after a step at random, {@code normalize(d + noise g)} with
   * g of length 1. Some documents leave the corpus and are the dev queries, as they are. Positives
   * are yet to be found by exact search.
   */
  public static LoadedVectors ofDocuments(
      String name,
      IdentifiedVectors documents,
      Supervision.Neighbours supervision,
      TrainConfig config) {
    Vectors vectors = normalized(documents.vectors());
    BitSet held = HeldOut.of(IntStream.range(0, vectors.size()), config.dev(), config.seed());
    int[] dev = held.stream().toArray();
    int[] corpus = IntStream.range(0, vectors.size()).filter(i -> !held.get(i)).toArray();
    IdentifiedVectors searched =
        new IdentifiedVectors(chosen(documents.ids(), corpus), vectors.gather(corpus));
    return unjudged(
        name,
        searched,
        MovedDocuments.of(searched, supervision, config.seed()),
        new IdentifiedVectors(chosen(documents.ids(), dev), vectors.gather(dev)));
  }

  private static LoadedVectors unjudged(
      String name, IdentifiedVectors documents, IdentifiedVectors trained, IdentifiedVectors dev) {
    TrainingPairs pairs =
        new TrainingPairs(
            new Ordinals(trained.ids()),
            new int[trained.ids().size()][0],
            Twins.ofVectors(documents.vectors()));
    DevQueries devQueries = new DevQueries(new Ordinals(dev.ids()), new int[dev.ids().size()][0]);
    return new LoadedVectors(
        new TrainingSet(name, new Ordinals(documents.ids()), pairs, devQueries),
        new FrozenVectors(documents.vectors(), trained.vectors(), dev.vectors()));
  }

  private static List<String> chosen(List<String> ids, int[] places) {
    return IntStream.of(places).mapToObj(ids::get).toList();
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
