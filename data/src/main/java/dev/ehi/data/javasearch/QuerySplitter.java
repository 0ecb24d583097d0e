package dev.ehi.data.javasearch;

import dev.ehi.data.TextHash;
import java.util.Set;

/** Deals queries out to the splits. */
final class QuerySplitter {
  static final String TRAIN = "train";
  static final String DEV = "dev";
  static final String TEST = "test";

  private final JavaSearchSplit rule;

  QuerySplitter(JavaSearchSplit rule) {
    this.rule = rule;
  }

  /**
   * The split of a query.
   *
   * @param normalizedText of the query, or of the first of those it must stay with
   * @param artifacts in which their methods stand
   */
  String split(String normalizedText, Set<String> artifacts) {
    return switch (rule) {
      case JavaSearchSplit.ByQuery byQuery -> byHash(byQuery, normalizedText);
      case JavaSearchSplit.ByProject byProject -> byProject(byProject, artifacts);
    };
  }

  private static String byHash(JavaSearchSplit.ByQuery rule, String normalizedText) {
    double drawn = (TextHash.seeded(rule.seed(), normalizedText) >>> 11) * 0x1.0p-53;
    if (drawn < rule.test()) {
      return TEST;
    }
    return drawn < rule.test() + rule.dev() ? DEV : TRAIN;
  }

  private static String byProject(JavaSearchSplit.ByProject rule, Set<String> artifacts) {
    if (!artifacts.stream().allMatch(name -> in(rule.dev(), name) || in(rule.test(), name))) {
      return TRAIN;
    }
    return artifacts.stream().anyMatch(name -> in(rule.dev(), name)) ? DEV : TEST;
  }

  private static boolean in(Set<String> projects, String artifact) {
    return projects.contains(artifact) || projects.contains(SourceArchive.project(artifact));
  }
}
