package dev.ehi.train.sample;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.Document;
import dev.ehi.data.Qrels;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a retrieval set once and keeps the token ids of all texts that training needs. */
public final class TextLoader {
  private static final Logger LOG = LoggerFactory.getLogger(TextLoader.class);
  static final String TRAIN = "train";
  private static final String DEV = "dev";

  private final RetrievalSet set;
  private final Tokenizer tokenizer;
  private final TextConfig texts;
  private final TrainConfig config;
  private final Progress progress;

  /**
   * @param texts prefixes and the longest texts
   */
  public TextLoader(
      RetrievalSet set,
      Tokenizer tokenizer,
      TextConfig texts,
      TrainConfig config,
      Progress progress) {
    this.set = set;
    this.tokenizer = tokenizer;
    this.texts = texts;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Loads.
   *
   * @throws IllegalArgumentException if the set has no training split
   * @throws dev.ehi.data.DataException if a line is malformed
   */
  public LoadedTexts load() {
    Splits judged = splits();
    List<String> documentIds = new ArrayList<>();
    TokenList documentTexts = TokenList.ofDocuments(tokenizer, texts);
    TokenList pseudo = TokenList.ofQueries(tokenizer, texts);
    readDocuments(documentIds, documentTexts, pseudo);
    List<int[]> documents = documentTexts.tokens();
    Ordinals ordinals = new Ordinals(documentIds);
    IdentifiedTokens queries = readQueries(judged);
    Splits splits = judged.withoutTwins(queries.ordinals(), Twins.ofTokens(queries.tokens()));
    TrainingPairs pairs =
        new TrainingPairs(
            splits.train(),
            queries.ordinals(),
            ordinals,
            Twins.ofTokens(documents),
            config.sampling().pseudoPerDocument());
    if (pairs.missingDocuments() > 0) {
      LOG.warn(
          "{}: {} judged documents are not in the corpus; they are left out",
          set.name(),
          pairs.missingDocuments());
    }
    DevQueries dev = new DevQueries(splits.dev(), queries.ordinals(), ordinals);
    List<int[]> trained = queries.tokensOf(pairs.queries());
    trained.addAll(pseudo.tokens());
    return new LoadedTexts(
        new TrainingSet(set.name(), ordinals, pairs.withTwins(Twins.ofTokens(trained)), dev),
        new TokenisedTexts(documents, trained, queries.tokensOf(dev.queries())));
  }

  private Splits splits() {
    if (!set.splits().contains(TRAIN)) {
      throw new IllegalArgumentException(
          "%s has no split '%s' to train on (it has %s); --label-free, or supervision.type 'text', trains on its documents alone"
              .formatted(
                  set.name(),
                  TRAIN,
                  set.splits().isEmpty() ? "no judgements" : String.join(", ", set.splits())));
    }
    Qrels train = set.qrels(TRAIN);
    Set<String> leaked = LeakedQueries.of(set, train);
    if (!leaked.isEmpty()) {
      LOG.warn(
          "{}: {} training queries also stand in other splits and are left out",
          set.name(),
          leaked.size());
    }
    Optional<Qrels> dev =
        set.splits().contains(DEV) ? Optional.of(set.qrels(DEV)) : Optional.empty();
    return Splits.of(train.without(leaked), dev, config.dev(), config.seed());
  }

  private void readDocuments(List<String> ids, TokenList documents, TokenList pseudo) {
    int perDocument = config.sampling().pseudoPerDocument();
    try (Stream<Document> stream = set.documents();
        Progress.Task task = progress.start("tokenise", -1, "documents")) {
      stream.forEach(
          document -> {
            long place = ids.size();
            ids.add(document.id());
            documents.add(document.passage());
            Sentences.draw(
                    document, perDocument, Seeds.random(config.seed(), Seeds.Purpose.PSEUDO, place))
                .forEach(pseudo::add);
            task.advance(1);
          });
    }
  }

  private IdentifiedTokens readQueries(Splits splits) {
    List<String> ids = new ArrayList<>();
    TokenList tokens = TokenList.ofQueries(tokenizer, texts);
    try (Stream<Query> stream = set.queries()) {
      stream
          .filter(
              query ->
                  splits.train().queryIds().contains(query.id())
                      || splits.dev().queryIds().contains(query.id()))
          .forEach(
              query -> {
                ids.add(query.id());
                tokens.add(query.text());
              });
    }
    return new IdentifiedTokens(new Ordinals(ids), tokens.tokens());
  }

  private record IdentifiedTokens(Ordinals ordinals, List<int[]> tokens) {
    List<int[]> tokensOf(Ordinals ids) {
      List<int[]> chosen = new ArrayList<>(ids.size());
      for (String id : ids.ids()) {
        chosen.add(tokens.get(ordinals.of(id)));
      }
      return chosen;
    }
  }
}
