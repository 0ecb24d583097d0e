package dev.ehi.data.leakage;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.Document;
import dev.ehi.data.NormalizedText;
import dev.ehi.data.Qrels;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.leakage.LeakageReport.Overlap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Looks for test data in training data: queries in several splits, by id or by text; documents that
 * occur twice; queries that their relevant documents contain; and what two sets have in common.
 * Documents are streamed and kept as 64-bit hashes with their ids; queries and judgements are held
 * in memory.
 */
public final class LeakageCheck {
  private static final String TRAIN = "train";

  private final RetrievalSet set;
  private final Map<String, String> queryTexts = new HashMap<>(); // normalised, by id
  private final SequencedMap<String, Qrels> splits = new LinkedHashMap<>();
  private final Set<String> trainQueriesToDrop = new TreeSet<>();

  private LeakageCheck(RetrievalSet set) {
    this.set = set;
    set.splits().forEach(split -> splits.put(split, set.qrels(split)));
    eachQuery(set, queryTexts::put);
  }

  /**
   * Checks the splits and documents of one set.
   *
   * @throws dev.ehi.data.DataException when the set is malformed
   */
  public static LeakageReport of(RetrievalSet set, Progress progress) {
    return new LeakageCheck(set).report(progress);
  }

  /**
   * Compares two sets, such as one trained on and one evaluated on.
   *
   * @throws dev.ehi.data.DataException when a set is malformed
   */
  public static CrossReport between(RetrievalSet first, RetrievalSet second, Progress progress) {
    TextIndex documents = new TextIndex();
    SharedTally sharedDocuments = new SharedTally();
    eachDocument(first, progress, documents::add);
    eachDocument(second, progress, (id, text) -> tally(documents.find(text), id, sharedDocuments));
    TextIndex queries = new TextIndex();
    SharedTally sharedQueries = new SharedTally();
    eachQuery(first, queries::add);
    eachQuery(second, (id, text) -> tally(queries.find(text), id, sharedQueries));
    return new CrossReport(
        first.name(), second.name(), sharedDocuments.shared(), sharedQueries.shared());
  }

  private LeakageReport report(Progress progress) {
    List<Overlap> overlaps = new ArrayList<>();
    List<String> names = List.copyOf(splits.keySet());
    for (int i = 0; i < names.size(); i++) {
      for (String other : names.subList(i + 1, names.size())) {
        overlaps.add(overlap(names.get(i), other));
      }
    }
    VerbatimScan verbatim = new VerbatimScan(splits, queryTexts);
    TextIndex texts = new TextIndex();
    SharedTally same = new SharedTally();
    eachDocument(
        set,
        progress,
        (id, text) -> {
          tally(texts.add(id, text), id, same);
          verbatim.document(id, text);
        });
    return new LeakageReport(
        set.name(),
        List.copyOf(overlaps),
        verbatim.bySplit(),
        same.shared(),
        Collections.unmodifiableSet(trainQueriesToDrop));
  }

  private Overlap overlap(String first, String second) {
    Qrels firstQrels = qrels(first);
    Qrels secondQrels = qrels(second);
    TextIndex secondTexts = new TextIndex();
    secondQrels.queryIds().forEach(id -> secondTexts.add(id, text(id)));
    SharedTally ids = new SharedTally();
    SharedTally texts = new SharedTally();
    for (String id : firstQrels.queryIds()) {
      boolean sameId = secondQrels.queryIds().contains(id);
      Optional<String> sameText = secondTexts.find(text(id));
      if (sameId) {
        ids.add(id);
      } else {
        sameText.ifPresent(other -> texts.add(id + " = " + other + ": " + text(id)));
      }
      if (first.equals(TRAIN) && (sameId || sameText.isPresent())) {
        trainQueriesToDrop.add(id);
      }
    }
    return new Overlap(
        first,
        second,
        ids.shared(),
        texts.shared(),
        sharedRelevant(relevant(firstQrels), relevant(secondQrels)));
  }

  private Qrels qrels(String split) {
    return splits.getOrDefault(split, new Qrels.Builder().build());
  }

  private String text(String queryId) {
    return queryTexts.getOrDefault(queryId, "");
  }

  private static Set<String> relevant(Qrels qrels) {
    Set<String> documents = new HashSet<>();
    qrels.queryIds().forEach(id -> documents.addAll(qrels.relevant(id)));
    return documents;
  }

  private static Shared sharedRelevant(Set<String> first, Set<String> second) {
    SharedTally shared = new SharedTally();
    first.stream().filter(second::contains).sorted().forEach(shared::add);
    return shared.shared();
  }

  private static void tally(Optional<String> found, String id, SharedTally tally) {
    found.ifPresent(other -> tally.add(id + " = " + other));
  }

  /** Passes ids and normalised texts. */
  private static void eachQuery(RetrievalSet set, BiConsumer<String, String> action) {
    if (!set.hasQueries()) {
      return;
    }
    try (Stream<Query> queries = set.queries()) {
      queries.forEach(query -> action.accept(query.id(), NormalizedText.of(query.text())));
    }
  }

  /** Passes ids and normalised passages. */
  private static void eachDocument(
      RetrievalSet set, Progress progress, BiConsumer<String, String> action) {
    try (Stream<Document> documents = set.documents();
        Progress.Task task = progress.start("comparing " + set.name(), -1, "documents")) {
      documents.forEach(
          document -> {
            action.accept(document.id(), NormalizedText.of(document.passage()));
            task.advance(1);
          });
    }
  }
}
