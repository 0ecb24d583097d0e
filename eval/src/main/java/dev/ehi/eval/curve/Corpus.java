package dev.ehi.eval.curve;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.eval.Embeddings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Documents addressed by ordinal: their vectors, ids, and the order of those with equal scores. */
public final class Corpus {

  private final List<String> ids;
  private final Vectors vectors;
  private final Map<String, Integer> ordinals;
  private final int[] tieOrder;

  public Corpus(Embeddings embeddings) {
    ids = embeddings.documentIds();
    vectors = embeddings.documents();
    ordinals = HashMap.newHashMap(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Integer earlier = ordinals.put(ids.get(i), i);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "embeddings '%s': documents %d and %d have the same id '%s'"
                .formatted(embeddings.name(), earlier, i, ids.get(i)));
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

  TopK top(int k) {
    return new TopK(Math.min(k, size()), tieOrder);
  }
}
