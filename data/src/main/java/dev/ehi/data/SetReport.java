package dev.ehi.data;

import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * What {@link SetCheck} found.
 *
 * @param documentLengths lengths of the passages (title and text)
 * @param splits by name, in the order of {@link RetrievalSet#splits()}
 * @param findings what is wrong or odd; empty when nothing is
 */
public record SetReport(
    String name,
    long documents,
    long queries,
    LengthStatistics documentLengths,
    LengthStatistics queryLengths,
    SequencedMap<String, Split> splits,
    List<Finding> findings) {

  /** True when nothing was found that is an error; warnings are allowed. */
  public boolean valid() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }

  /**
   * One split.
   *
   * @param queries with at least one judgement
   * @param judgements of any grade
   * @param relevant judgements above 0
   * @param grades how many judgements have each grade
   */
  public record Split(
      int queries, int judgements, int relevant, SortedMap<Integer, Integer> grades) {}

  /** How bad a finding is. */
  public enum Severity {
    /** The set cannot be used as it is. */
    ERROR,
    /** The set can be used; the reader should know. */
    WARNING
  }

  /**
   * One kind of problem.
   *
   * @param what the problem, such as "malformed lines"
   * @param count how often it occurs
   * @param examples the first few
   */
  public record Finding(Severity severity, String what, long count, List<String> examples) {}
}
