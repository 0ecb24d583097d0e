package dev.ehi.data;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Relevance judgements of one split: for each query the judged documents and their grades. Grades
 * above 0 are relevant; 0 and below are judged and not relevant. Immutable; keeps the order in
 * which queries and documents were added.
 */
public final class Qrels {
  private final Map<String, Map<String, Integer>> grades;
  private final int size;

  private Qrels(Map<String, Map<String, Integer>> grades) {
    this.grades = Collections.unmodifiableMap(grades);
    this.size = grades.values().stream().mapToInt(Map::size).sum();
  }

  /** The queries with at least one judgement. */
  public Set<String> queryIds() {
    return grades.keySet();
  }

  /** Document id to grade; empty for a query without judgements. */
  public Map<String, Integer> of(String queryId) {
    return Collections.unmodifiableMap(grades.getOrDefault(queryId, Map.of()));
  }

  /** The documents with a grade above 0; empty for a query without judgements. */
  public Set<String> relevant(String queryId) {
    Set<String> relevant = new LinkedHashSet<>();
    of(queryId)
        .forEach(
            (documentId, grade) -> {
              if (grade > 0) {
                relevant.add(documentId);
              }
            });
    return Collections.unmodifiableSet(relevant);
  }

  /** The number of judgements. */
  public int size() {
    return size;
  }

  /** The same judgements without those of the given queries. */
  public Qrels without(Collection<String> queryIds) {
    Map<String, Map<String, Integer>> kept = new LinkedHashMap<>(grades);
    kept.keySet().removeAll(Set.copyOf(queryIds));
    return new Qrels(kept);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Qrels qrels && grades.equals(qrels.grades);
  }

  @Override
  public int hashCode() {
    return grades.hashCode();
  }

  @Override
  public String toString() {
    return "Qrels[" + grades.size() + " queries, " + size + " judgements]";
  }

  /** Collects judgements. */
  public static final class Builder {
    private final Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();

    /**
     * Adds a judgement; the same one may be added again.
     *
     * @throws IllegalArgumentException when the pair already has another grade
     */
    public Builder add(String queryId, String documentId, int grade) {
      Integer known =
          grades
              .computeIfAbsent(queryId, id -> new LinkedHashMap<>())
              .putIfAbsent(documentId, grade);
      if (known != null && known != grade) {
        throw new IllegalArgumentException(
            "query \"%s\" and document \"%s\" are judged twice, with grades %d and %d"
                .formatted(queryId, documentId, known, grade));
      }
      return this;
    }

    /** The judgements added; the builder must not be used afterwards. */
    public Qrels build() {
      return new Qrels(grades);
    }
  }
}
