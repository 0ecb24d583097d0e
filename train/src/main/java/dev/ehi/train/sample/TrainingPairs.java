package dev.ehi.train.sample;

import dev.ehi.data.Qrels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Training queries and the documents judged relevant to them. Pseudo-queries follow the real ones
 * in one numbering: pseudo-query {@code j} of document {@code d} is {@code queries() + d *
 * pseudoPerDocument + j}, and {@code d} is its only positive.
 */
public final class TrainingPairs {
  private final Ordinals queries;
  private final int[][] positives; // (queries) document ordinals
  private final int[][] known; // (queries) first twins of the positives, ascending
  private final Map<Integer, int[]> shared; // query to first twins that its twins know, ascending
  private final Twins twins;
  private final int pseudoPerDocument;
  private final int missingDocuments;
  private final Epoch epoch;

  /** What is visited once in a pass over the pairs. */
  private enum Epoch {
    EVERY_PAIR,
    /** With one of its positives, drawn anew each time. */
    EVERY_QUERY
  }

  /**
   * @param queries whose texts or vectors are there
   * @param qrels judgements; those of other queries or documents are left out
   * @param twins among the documents
   */
  public TrainingPairs(
      Qrels qrels, Ordinals queries, Ordinals documents, Twins twins, int pseudoPerDocument) {
    this.twins = twins;
    this.pseudoPerDocument = pseudoPerDocument;
    List<String> kept = new ArrayList<>();
    List<int[]> keptPositives = new ArrayList<>();
    int missing = 0;
    for (String id : queries.ids()) {
      int[] judged = qrels.relevant(id).stream().mapToInt(documents::of).toArray();
      int[] found = Arrays.stream(judged).filter(document -> document >= 0).toArray();
      missing += judged.length - found.length;
      if (found.length > 0) {
        kept.add(id);
        keptPositives.add(found);
      }
    }
    this.queries = new Ordinals(kept);
    missingDocuments = missing;
    epoch = Epoch.EVERY_PAIR;
    positives = keptPositives.toArray(int[][]::new);
    known = known(positives, twins);
    shared = Map.of();
  }

  /**
   * Pairs that need no judgements, and have no pseudo-queries beside them.
   *
   * @param positives of each query, document ordinals // (queries)
   * @param twins among the documents
   */
  public TrainingPairs(Ordinals queries, int[][] positives, Twins twins) {
    this(queries, positives, twins, Epoch.EVERY_PAIR);
  }

  private TrainingPairs(Ordinals queries, int[][] positives, Twins twins, Epoch epoch) {
    this.epoch = epoch;
    this.queries = queries;
    this.positives = positives;
    this.twins = twins;
    pseudoPerDocument = 0;
    missingDocuments = 0;
    known = known(positives, twins);
    shared = Map.of();
  }

  private static int[][] known(int[][] positives, Twins twins) {
    return Arrays.stream(positives)
        .map(found -> Arrays.stream(found).map(twins::first).sorted().toArray())
        .toArray(int[][]::new);
  }

  private TrainingPairs(TrainingPairs pairs, Map<Integer, int[]> shared) {
    queries = pairs.queries;
    positives = pairs.positives;
    known = pairs.known;
    twins = pairs.twins;
    pseudoPerDocument = pairs.pseudoPerDocument;
    missingDocuments = pairs.missingDocuments;
    epoch = pairs.epoch;
    this.shared = shared;
  }

  /**
   * The same pairs; what is relevant to one query is known to be relevant to those that ask the
   * same.
   *
   * @param asked twins among the queries and pseudo-queries, in the numbering of this
   */
  public TrainingPairs withTwins(Twins asked) {
    Map<Integer, List<Integer>> classes = new HashMap<>();
    for (int query = 0; query < asked.size(); query++) {
      int first = asked.first(query);
      if (first != query) {
        classes.computeIfAbsent(first, f -> new ArrayList<>(List.of(f))).add(query);
      }
    }
    Map<Integer, int[]> merged = new HashMap<>();
    for (List<Integer> same : classes.values()) {
      int[] union =
          same.stream().flatMapToInt(q -> Arrays.stream(known(q))).sorted().distinct().toArray();
      same.forEach(query -> merged.put(query, union));
    }
    return new TrainingPairs(this, merged);
  }

  /**
   * The same queries with other positives, of which one is as good as another: a pass over the
   * pairs visits every query once.
   *
   * @param others document ordinals, at least one for each query // (queries)
   */
  public TrainingPairs withInterchangeable(int[][] others) {
    return new TrainingPairs(queries, others, twins, Epoch.EVERY_QUERY);
  }

  /** Real training queries. */
  public Ordinals queries() {
    return queries;
  }

  /** Documents of the corpus. */
  public int documents() {
    return twins.size();
  }

  public int pseudoPerDocument() {
    return pseudoPerDocument;
  }

  /** Judged documents that are not in the corpus. */
  public int missingDocuments() {
    return missingDocuments;
  }

  /** Pairs that are visited in one pass. */
  public int size() {
    return epoch == Epoch.EVERY_QUERY
        ? positives.length
        : Arrays.stream(positives).mapToInt(row -> row.length).sum();
  }

  /** The documents judged relevant to a real query. */
  public int[] positives(int query) {
    return positives[query].clone();
  }

  /**
   * What one pass visits: pairs, encoded as {@code query * 2^32 + document}, in the order of the
   * queries. Where positives are interchangeable, the first stands for all.
   */
  long[] all() {
    return IntStream.range(0, positives.length)
        .boxed()
        .flatMapToLong(
            query ->
                Arrays.stream(positives[query])
                    .limit(epoch == Epoch.EVERY_QUERY ? 1 : Long.MAX_VALUE)
                    .mapToLong(document -> ((long) query << 32) | document))
        .toArray();
  }

  /** The positive for one visit of a pair of {@link #all}. */
  int positive(long pair, SplittableRandom random) {
    if (epoch == Epoch.EVERY_PAIR) {
      return (int) pair;
    }
    int[] all = positives[(int) (pair >>> 32)];
    return all[random.nextInt(all.length)];
  }

  int pseudoQuery(int document, int index) {
    return queries.size() + document * pseudoPerDocument + index;
  }

  boolean isPseudo(int query) {
    return query >= queries.size();
  }

  /** Whether a document, or one with the same content, is known to be relevant. */
  public boolean isPositive(int query, int document) {
    int[] relevant = shared.get(query);
    return Arrays.binarySearch(relevant == null ? known(query) : relevant, twins.first(document))
        >= 0;
  }

  /** First twins of a query's own positives, ascending. */
  private int[] known(int query) {
    return isPseudo(query)
        ? new int[] {twins.first((query - queries.size()) / pseudoPerDocument)}
        : known[query];
  }

  /** A name for a query in messages. */
  public String describe(int query) {
    return isPseudo(query)
        ? "pseudo-query of document ordinal " + (query - queries.size()) / pseudoPerDocument
        : queries.id(query);
  }
}
