package dev.ehi.train.sample;

import dev.ehi.data.Qrels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    positives = keptPositives.toArray(int[][]::new);
    known =
        keptPositives.stream()
            .map(found -> Arrays.stream(found).map(twins::first).sorted().toArray())
            .toArray(int[][]::new);
    shared = Map.of();
  }

  private TrainingPairs(TrainingPairs pairs, Map<Integer, int[]> shared) {
    queries = pairs.queries;
    positives = pairs.positives;
    known = pairs.known;
    twins = pairs.twins;
    pseudoPerDocument = pairs.pseudoPerDocument;
    missingDocuments = pairs.missingDocuments;
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

  /** Pairs of a real query and one of its positives. */
  public int size() {
    return Arrays.stream(positives).mapToInt(row -> row.length).sum();
  }

  /** The documents judged relevant to a real query. */
  public int[] positives(int query) {
    return positives[query].clone();
  }

  /** The pairs, encoded as {@code query * 2^32 + document}, in the order of the queries. */
  long[] all() {
    return IntStream.range(0, positives.length)
        .boxed()
        .flatMapToLong(
            query ->
                Arrays.stream(positives[query])
                    .mapToLong(document -> ((long) query << 32) | document))
        .toArray();
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
