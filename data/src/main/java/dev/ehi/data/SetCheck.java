package dev.ehi.data;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.SetReport.Finding;
import dev.ehi.data.SetReport.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a whole set and reports everything that is wrong with it: malformed lines, repeated ids,
 * judgements of unknown queries or documents, empty texts. Memory grows with queries and
 * judgements, and by 16 bytes a document.
 */
public final class SetCheck {
  private static final int EXAMPLES = 10;

  private final FileSet set;
  private final Tally malformed = new Tally(Severity.ERROR, "malformed lines");
  private final Tally unknownQueries = new Tally(Severity.ERROR, "judged queries without a text");
  private final Tally unknownDocuments =
      new Tally(Severity.ERROR, "judged documents that are not in the corpus");
  private final Tally emptyDocuments = new Tally(Severity.WARNING, "documents without any text");
  private final Tally emptyQueries = new Tally(Severity.WARNING, "queries without any text");
  private final Tally irrelevant =
      new Tally(Severity.WARNING, "judged queries without a relevant document");
  private final Tally unjudged = new Tally(Severity.WARNING, "queries in no split");
  private final Tally missing = new Tally(Severity.WARNING, "missing files");

  private SetCheck(FileSet set) {
    this.set = set;
  }

  /** Checks the set; problems of its content are reported, never thrown. */
  public static SetReport of(RetrievalSet set, Progress progress) {
    FileSet files =
        switch (set) {
          case FileSet fileSet -> fileSet;
        };
    return new SetCheck(files).report(progress);
  }

  private SetReport report(Progress progress) {
    SequencedMap<String, SetReport.Split> splits = new LinkedHashMap<>();
    Map<String, Set<String>> judgedQueries = new LinkedHashMap<>();
    Map<String, Set<String>> judgedDocuments = new LinkedHashMap<>();
    for (String split : set.splits()) {
      Qrels qrels = set.qrels(split, this::malformed);
      splits.put(split, describe(split, qrels));
      judgedQueries.put(split, new HashSet<>(qrels.queryIds()));
      Set<String> documents = new HashSet<>();
      qrels.queryIds().forEach(id -> documents.addAll(qrels.of(id).keySet()));
      judgedDocuments.put(split, documents);
    }
    if (splits.isEmpty()) {
      missing.add(
          "no qrels: the set can be indexed, searched and trained on without labels, not evaluated");
    }
    LengthStatistics.Counter queryLengths = new LengthStatistics.Counter();
    long queries = readQueries(judgedQueries, queryLengths);
    LengthStatistics.Counter documentLengths = new LengthStatistics.Counter();
    long documents = readDocuments(judgedDocuments, documentLengths, progress);
    judgedQueries.forEach((split, ids) -> unknownQueries.addAll(split, ids));
    judgedDocuments.forEach((split, ids) -> unknownDocuments.addAll(split, ids));
    return new SetReport(
        set.name(),
        documents,
        queries,
        documentLengths.statistics(),
        queryLengths.statistics(),
        splits,
        findings());
  }

  private SetReport.Split describe(String split, Qrels qrels) {
    SortedMap<Integer, Integer> grades = new TreeMap<>();
    int relevant = 0;
    for (String queryId : qrels.queryIds()) {
      qrels.of(queryId).values().forEach(grade -> grades.merge(grade, 1, Integer::sum));
      int relevantHere = qrels.relevant(queryId).size();
      relevant += relevantHere;
      if (relevantHere == 0) {
        irrelevant.add(split + ": " + queryId);
      }
    }
    return new SetReport.Split(qrels.queryIds().size(), qrels.size(), relevant, grades);
  }

  /** Strikes the queries found from the judged ones, so that the unknown ones remain. */
  private long readQueries(Map<String, Set<String>> judged, LengthStatistics.Counter lengths) {
    long[] count = {0};
    try (Stream<Query> queries = set.queries(this::malformed)) {
      queries.forEach(
          query -> {
            count[0]++;
            lengths.add(query.text());
            if (query.text().isBlank()) {
              emptyQueries.add(query.id());
            }
            if (!strike(judged, query.id()) && !judged.isEmpty()) {
              unjudged.add(query.id());
            }
          });
    } catch (DataException e) {
      missing.add(String.valueOf(e.getMessage()));
    }
    return count[0];
  }

  private long readDocuments(
      Map<String, Set<String>> judged, LengthStatistics.Counter lengths, Progress progress) {
    long[] count = {0};
    try (Stream<Document> documents = set.documents(this::malformed);
        Progress.Task task = progress.start("checking " + set.name(), -1, "documents")) {
      documents.forEach(
          document -> {
            count[0]++;
            task.advance(1);
            String passage = document.passage();
            lengths.add(passage);
            if (passage.isBlank()) {
              emptyDocuments.add(document.id());
            }
            strike(judged, document.id());
          });
    }
    return count[0];
  }

  private static boolean strike(Map<String, Set<String>> judged, String id) {
    boolean known = false;
    for (Set<String> ids : judged.values()) {
      known |= ids.remove(id);
    }
    return known;
  }

  private void malformed(DataException problem) {
    malformed.add(String.valueOf(problem.getMessage()));
  }

  private List<Finding> findings() {
    return Stream.of(
            malformed,
            unknownQueries,
            unknownDocuments,
            emptyDocuments,
            emptyQueries,
            irrelevant,
            unjudged,
            missing)
        .filter(tally -> tally.count > 0)
        .map(Tally::finding)
        .toList();
  }

  /** Counts one kind of problem and keeps the first few. */
  private static final class Tally {
    private final Severity severity;
    private final String what;
    private final List<String> examples = new ArrayList<>();
    private long count;

    private Tally(Severity severity, String what) {
      this.severity = severity;
      this.what = what;
    }

    private void add(String example) {
      count++;
      if (examples.size() < EXAMPLES) {
        examples.add(example);
      }
    }

    private void addAll(String split, Set<String> ids) {
      ids.stream().sorted().forEach(id -> add(split + ": " + id));
    }

    private Finding finding() {
      return new Finding(severity, what, count, Collections.unmodifiableList(examples));
    }
  }
}
