package dev.ehi.train.sample;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.Document;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the documents of a set once, and none of its queries or judgements: titles and sentences
 * are asked instead, each of which has the document that it stands in as its positive. Those of
 * some documents are held out, one of each as a dev query.
 */
public final class PseudoTextLoader {
  private final RetrievalSet set;
  private final Supervision.Text supervision;
  private final TrainConfig config;
  private final Progress progress;
  private final boolean inverseCloze;

  private final List<String> ids = new ArrayList<>(); // (documents)
  private final TokenList documents; // (documents)
  private final List<Asked> asked = new ArrayList<>(); // (pseudo-queries)
  private final TokenList queries; // (pseudo-queries)
  private final TokenList rests; // (pseudo-queries) if inverseCloze

  /**
   * @param texts prefixes and the longest texts
   */
  public PseudoTextLoader(
      RetrievalSet set,
      Tokenizer tokenizer,
      TextConfig texts,
      Supervision.Text supervision,
      TrainConfig config,
      Progress progress) {
    this.set = set;
    this.supervision = supervision;
    this.config = config;
    this.progress = progress;
    inverseCloze = config.depth() instanceof Depth.Full;
    documents = TokenList.ofDocuments(tokenizer, texts);
    queries = TokenList.ofQueries(tokenizer, texts);
    rests = TokenList.ofDocuments(tokenizer, texts);
  }

  /**
   * A pseudo-query.
   *
   * @param document it was taken from
   * @param id of the document, and its place among the document's pseudo-queries
   * @param kept whether it stays in the document that is read beside it in training
   */
  private record Asked(int document, String id, boolean kept) {}

  /**
   * Loads; to be called once.
   *
   * @throws IllegalArgumentException if no document is left to make training queries of
   * @throws dev.ehi.data.DataException if a line is malformed
   */
  public LoadedTexts load() {
    read();
    BitSet held =
        HeldOut.of(
            asked.stream().mapToInt(Asked::document).distinct(), config.dev(), config.seed());
    List<Integer> dev = firstOfEach(held);
    List<Integer> train = allOfOthers(held, dev);
    if (train.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no documents to train on: none has a sentence that leaves a rest%s"
              .formatted(set.name(), held.isEmpty() ? "" : ", but for those held out"));
    }
    List<int[]> trainTokens = chosen(queries.tokens(), train);
    TrainingPairs pairs =
        new TrainingPairs(identified(train), sources(train), Twins.ofTokens(documents.tokens()))
            .withTwins(Twins.ofTokens(trainTokens));
    return new LoadedTexts(
        new TrainingSet(
            set.name(), new Ordinals(ids), pairs, new DevQueries(identified(dev), sources(dev))),
        new TokenisedTexts(
            documents.tokens(),
            trainTokens,
            chosen(queries.tokens(), dev),
            besideQueries(train),
            besideDev(dev)));
  }

  private void read() {
    try (Stream<Document> stream = set.documents();
        Progress.Task task = progress.start("tokenise", -1, "documents")) {
      stream.forEach(
          document -> {
            ids.add(document.id());
            documents.add(document.passage());
            ask(document, ids.size() - 1);
            task.advance(1);
          });
    }
  }

  private void ask(Document document, int ordinal) {
    SplittableRandom random = Seeds.random(config.seed(), Seeds.Purpose.PSEUDO, ordinal);
    int place = 0;
    for (PseudoQuery query : PseudoQuery.draw(document, supervision.queriesPerDocument(), random)) {
      boolean kept = random.nextDouble() < supervision.keep();
      if (inverseCloze) {
        if (!query.leavesSomething()) {
          continue;
        }
        rests.add(query.rest().passage());
      }
      queries.add(query.text());
      asked.add(new Asked(ordinal, document.id() + "#" + place++, kept));
    }
  }

  private List<Integer> firstOfEach(BitSet held) {
    BitSet met = new BitSet();
    List<Integer> first = new ArrayList<>();
    for (int query = 0; query < asked.size(); query++) {
      int document = asked.get(query).document();
      if (held.get(document) && !met.get(document)) {
        met.set(document);
        first.add(query);
      }
    }
    return first;
  }

  /** All but those that ask what a dev query asks. */
  private List<Integer> allOfOthers(BitSet held, List<Integer> dev) {
    List<int[]> tokens = queries.tokens();
    Set<IntBuffer> askedOfDev = new HashSet<>();
    dev.forEach(query -> askedOfDev.add(IntBuffer.wrap(tokens.get(query))));
    List<Integer> others = new ArrayList<>();
    for (int query = 0; query < asked.size(); query++) {
      if (!held.get(asked.get(query).document())
          && !askedOfDev.contains(IntBuffer.wrap(tokens.get(query)))) {
        others.add(query);
      }
    }
    return others;
  }

  private Ordinals identified(List<Integer> chosen) {
    return new Ordinals(chosen.stream().map(query -> asked.get(query).id()).toList());
  }

  private int[][] sources(List<Integer> chosen) {
    return chosen.stream()
        .map(query -> new int[] {asked.get(query).document()})
        .toArray(int[][]::new);
  }

  private static List<int[]> chosen(List<int[]> tokens, List<Integer> chosen) {
    return chosen.stream().map(tokens::get).toList();
  }

  private Map<Integer, int[]> besideQueries(List<Integer> train) {
    Map<Integer, int[]> beside = new HashMap<>();
    for (int i = 0; inverseCloze && i < train.size(); i++) {
      if (!asked.get(train.get(i)).kept()) {
        beside.put(i, rests.tokens().get(train.get(i)));
      }
    }
    return beside;
  }

  private Map<Integer, int[]> besideDev(List<Integer> dev) {
    Map<Integer, int[]> beside = new TreeMap<>(); // its order decides what is encoded together
    for (int query : dev) {
      if (inverseCloze) {
        beside.put(asked.get(query).document(), rests.tokens().get(query));
      }
    }
    return beside;
  }
}
