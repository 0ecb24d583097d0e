package dev.ehi.train.sample;

import dev.ehi.data.Qrels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Held-out queries with their graded judgements, by ordinal. */
public final class DevQueries {
  private final Ordinals queries;
  private final List<Map<Integer, Integer>> grades; // (queries) document ordinal to grade
  private final List<List<Integer>> ideal; // (queries) grades above 0, highest first

  /**
   * @param queries whose texts or vectors are there; those without a relevant document are left out
   */
  public DevQueries(Qrels qrels, Ordinals queries, Ordinals documents) {
    List<String> kept = new ArrayList<>();
    grades = new ArrayList<>();
    ideal = new ArrayList<>();
    for (String id : queries.ids()) {
      if (qrels.relevant(id).isEmpty()) {
        continue;
      }
      kept.add(id);
      Map<Integer, Integer> known = new HashMap<>();
      qrels.of(id).forEach((document, grade) -> known.put(documents.of(document), grade));
      known.remove(-1);
      grades.add(known);
      ideal.add(
          qrels.of(id).values().stream()
              .filter(grade -> grade > 0)
              .sorted((a, b) -> b - a)
              .toList());
    }
    this.queries = new Ordinals(kept);
  }

  /**
   * Without judgements.
   *
   * @param relevant to each query, document ordinals; all of them equally // (queries)
   */
  public DevQueries(Ordinals queries, int[][] relevant) {
    this.queries = queries;
    grades = new ArrayList<>();
    ideal = new ArrayList<>();
    for (int[] documents : relevant) {
      Map<Integer, Integer> known = new HashMap<>();
      for (int document : documents) {
        known.put(document, 1);
      }
      grades.add(known);
      ideal.add(Collections.nCopies(documents.length, 1));
    }
  }

  public Ordinals queries() {
    return queries;
  }

  public int size() {
    return queries.size();
  }

  /** The grade of a document, 0 if it is not judged. */
  public int grade(int query, int document) {
    return grades.get(query).getOrDefault(document, 0);
  }

  /** The relevant documents that are in the corpus, ascending. */
  public int[] relevant(int query) {
    return grades.get(query).entrySet().stream()
        .filter(judged -> judged.getValue() > 0)
        .mapToInt(Map.Entry::getKey)
        .sorted()
        .toArray();
  }

  /** The grades above 0 of all judged documents, in the corpus or not, highest first. */
  public List<Integer> idealGrades(int query) {
    return ideal.get(query);
  }
}
