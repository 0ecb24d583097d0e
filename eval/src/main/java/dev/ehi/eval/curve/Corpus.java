package dev.ehi.eval.curve;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Documents addressed by ordinal: their vectors, ids, and the order of those with equal scores. */
public final class Corpus {

  private final List<String> ids;
  private final Vectors vectors;
  private final Map<String, Integer> ordinals;
  private final int[] tieOrder;

  public Corpus(Embeddings embeddings) {
    this(embeddings.name(), embeddings.documentIds(), embeddings.documents());
  }

  /**
   * @param name for messages
   * @param vectors one row a document, of length 1 // (documents, dim)
   */
  public Corpus(String name, List<String> ids, Vectors vectors) {
    this.ids = List.copyOf(ids);
    this.vectors = vectors;
    ordinals = HashMap.newHashMap(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Integer earlier = ordinals.put(ids.get(i), i);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "embeddings '%s': documents %d and %d have the same id '%s'"
                .formatted(name, earlier, i, ids.get(i)));
      }
    }
    tieOrder = trecOrder(ids);
  }

  /** trec_eval's: equal scores by id, descending. */
  private static int[] trecOrder(List<String> ids) {
    List<ScoredDocument> equals = ids.stream().map(id -> new ScoredDocument(id, 0)).toList();
    int[] sorted =
        IntStream.range(0, ids.size())
            .boxed()
            .sorted(Comparator.comparing(equals::get, TrecRun.ORDER))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] order = new int[ids.size()];
    for (int rank = 0; rank < sorted.length; rank++) {
      order[sorted[rank]] = rank;
    }
    return order;
  }

  public int size() {
    return ids.size();
  }

  public String id(int ordinal) {
    return ids.get(ordinal);
  }

  public Vectors vectors() {
    return vectors;
  }

  /** The ordinal of a document, or -1 if it is not in the corpus. */
  public int ordinal(String id) {
    return ordinals.getOrDefault(id, -1);
  }

  /** Rankings as a run that can be written in TREC's format, one for each query. */
  public TrecRun run(String tag, QuerySet queries, List<Hits> hits) {
    SortedMap<String, List<ScoredDocument>> rankings = new TreeMap<>();
    for (int q = 0; q < queries.size(); q++) {
      Hits found = hits.get(q);
      rankings.put(
          queries.ids().get(q),
          IntStream.range(0, found.size())
              .mapToObj(rank -> new ScoredDocument(id(found.document(rank)), found.score(rank)))
              .toList());
    }
    return new TrecRun(tag, rankings);
  }

  TopK top(int k) {
    return new TopK(Math.min(k, size()), tieOrder);
  }
}
