package dev.ehi.train.sample;

import dev.ehi.data.NormalizedText;
import dev.ehi.data.Qrels;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Training queries that must not be trained on, because they are also asked in another split. */
final class LeakedQueries {

  private LeakedQueries() {}

  /** Ids of the training queries that another split judges too, by id or by normalised text. */
  static Set<String> of(RetrievalSet set, Qrels train) {
    Set<String> asked = new HashSet<>();
    for (String split : set.splits()) {
      if (!split.equals(TextLoader.TRAIN)) {
        asked.addAll(set.qrels(split).queryIds());
      }
    }
    Set<String> askedTexts = new HashSet<>();
    try (Stream<Query> queries = set.queries()) {
      queries
          .filter(query -> asked.contains(query.id()))
          .forEach(query -> askedTexts.add(NormalizedText.of(query.text())));
    }
    Set<String> leaked = new HashSet<>();
    try (Stream<Query> queries = set.queries()) {
      queries
          .filter(query -> train.queryIds().contains(query.id()))
          .filter(
              query ->
                  asked.contains(query.id())
                      || askedTexts.contains(NormalizedText.of(query.text())))
          .forEach(query -> leaked.add(query.id()));
    }
    return leaked;
  }
}
