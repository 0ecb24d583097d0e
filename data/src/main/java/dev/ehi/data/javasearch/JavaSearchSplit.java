package dev.ehi.data.javasearch;

import java.util.Set;

/** How queries are dealt out to train, dev and test. */
public sealed interface JavaSearchSplit {
  /**
   * Each query by a hash of its text, so that it keeps its split when sources are added; queries
   * that share a document by that of the first of them.
   *
   * @param dev share of the queries, from 0 to 1
   * @param test share of the queries, from 0 to 1
   * @param seed gives another deal
   */
  record ByQuery(double dev, double test, long seed) implements JavaSearchSplit {
    /** Checks the shares. */
    public ByQuery {
      if (!(dev >= 0 && test >= 0 && dev + test < 1)) {
        throw new IllegalArgumentException(
            "dev and test must be shares that leave some for train, not " + dev + " and " + test);
      }
    }
  }

  /**
   * Whole projects, so that dev and test are code never trained on. A query whose methods stand in
   * several projects goes to train where one of them does, else to dev.
   *
   * @param dev names of artifacts, with or without version, such as {@code commons-io}
   * @param test names of artifacts; all others are train
   */
  record ByProject(Set<String> dev, Set<String> test) implements JavaSearchSplit {
    /** Checks that no project is in both. */
    public ByProject {
      dev = Set.copyOf(dev);
      test = Set.copyOf(test);
      for (String project : dev) {
        if (test.contains(project)) {
          throw new IllegalArgumentException("project " + project + " is both dev and test");
        }
      }
    }
  }
}
