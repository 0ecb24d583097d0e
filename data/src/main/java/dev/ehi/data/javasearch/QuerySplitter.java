package dev.ehi.data.javasearch;

import dev.ehi.data.TextHash;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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

  /**
   * Says whether all projects that the rule names are there.
   *
   * @param artifacts of all sources
   * @throws IllegalArgumentException when one is not
   */
  void requireKnownProjects(Set<String> artifacts) {
    if (rule instanceof JavaSearchSplit.ByProject(Set<String> dev, Set<String> test)) {
      Stream.concat(dev.stream(), test.stream())
          .filter(project -> artifacts.stream().noneMatch(name -> in(Set.of(project), name)))
          .findFirst()
          .ifPresent(
              project -> {
                throw new IllegalArgumentException(
                    "no source is of the project \"%s\"; there are %s"
                        .formatted(project, new TreeSet<>(artifacts)));
              });
    }
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
