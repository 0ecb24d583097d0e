package dev.ehi.data.leakage;

import dev.ehi.data.Qrels;
import dev.ehi.data.leakage.LeakageReport.Verbatim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Counts the relevant documents that contain their query word for word. */
final class VerbatimScan {
  private final Map<String, String> queryTexts;
  private final Map<String, List<Asked>> asked = new HashMap<>(); // by document id
  private final SequencedMap<String, Tally> tallies = new LinkedHashMap<>();

  /**
   * Prepares the scan.
   *
   * @param queryTexts normalised, by query id
   */
  VerbatimScan(SequencedMap<String, Qrels> splits, Map<String, String> queryTexts) {
    this.queryTexts = queryTexts;
    splits.forEach(
        (split, qrels) -> {
          Tally tally = tallies.computeIfAbsent(split, name -> new Tally());
          for (String queryId : qrels.queryIds()) {
            for (String documentId : qrels.relevant(queryId)) {
              asked
                  .computeIfAbsent(documentId, id -> new ArrayList<>())
                  .add(new Asked(queryId, tally));
            }
          }
        });
  }

  /** Compares a document with the queries it is relevant to. */
  void document(String id, String normalizedText) {
    List<Asked> queries = asked.getOrDefault(id, List.of());
    if (queries.isEmpty()) {
      return;
    }
    String words = " " + normalizedText + " ";
    for (Asked query : queries) {
      String text = queryTexts.getOrDefault(query.id, "");
      if (!text.isEmpty()) {
        query.tally.pairs++;
        if (words.contains(" " + text + " ")) {
          query.tally.contained.add(query.id + " in " + id + ": " + text);
        }
      }
    }
  }

  SequencedMap<String, Verbatim> bySplit() {
    SequencedMap<String, Verbatim> result = new LinkedHashMap<>();
    tallies.forEach(
        (split, tally) -> result.put(split, new Verbatim(tally.pairs, tally.contained.shared())));
    return result;
  }

  private record Asked(String id, Tally tally) {}

  private static final class Tally {
    private final SharedTally contained = new SharedTally();
    private long pairs;
  }
}
