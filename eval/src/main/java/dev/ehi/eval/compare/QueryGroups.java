package dev.ehi.eval.compare;

import dev.ehi.data.Qrels;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Group;
import dev.ehi.eval.compare.Results.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Splits test queries by how many training queries their best-covered relevant document has: a
 * learned index may do well on documents that it was trained to find, and badly on the others.
 */
final class QueryGroups {

  private enum Coverage {
    UNSEEN("unseen (0 training queries)"),
    ONE("1 training query"),
    FEW("2 to 4 training queries"),
    MANY("5 or more training queries");

    private final String label;

    Coverage(String label) {
      this.label = label;
    }

    static Coverage of(int trainingQueries) {
      if (trainingQueries == 0) {
        return UNSEEN;
      }
      return trainingQueries == 1 ? ONE : trainingQueries < 5 ? FEW : MANY;
    }
  }

  private QueryGroups() {}

  static List<Group> of(Qrels training, List<Measured> methods, ComparisonConfig config) {
    Map<String, Integer> coverage = coverage(training);
    List<Group> groups = new ArrayList<>();
    for (Measured method : methods) {
      Map<Coverage, int[]> members = members(method.side().queries(), coverage);
      List<Double> budgets = method.kind() == Kind.EXACT ? List.of(1.0) : config.matchedBudgets();
      for (double budget : budgets) {
        OptionalInt point = method.curve().filling(budget);
        if (point.isPresent()) {
          double[] ndcg = method.curve().perQuery(point.getAsInt());
          double[] exact = method.side().exactNdcg();
          members.forEach(
              (group, queries) ->
                  groups.add(
                      new Group(
                          group.label,
                          method.name(),
                          budget,
                          queries.length,
                          mean(exact, queries),
                          mean(ndcg, queries))));
        }
      }
    }
    return groups;
  }

  /** Document id to the number of training queries that it is relevant for. */
  private static Map<String, Integer> coverage(Qrels training) {
    Map<String, Integer> coverage = new HashMap<>();
    for (String query : training.queryIds()) {
      training.relevant(query).forEach(d -> coverage.merge(d, 1, Integer::sum));
    }
    return coverage;
  }

  private static Map<Coverage, int[]> members(QuerySet queries, Map<String, Integer> coverage) {
    Map<Coverage, IntStream.Builder> builders = new EnumMap<>(Coverage.class);
    for (int q = 0; q < queries.size(); q++) {
      int best =
          queries.qrels().relevant(queries.ids().get(q)).stream()
              .mapToInt(d -> coverage.getOrDefault(d, 0))
              .max()
              .orElse(0);
      builders.computeIfAbsent(Coverage.of(best), c -> IntStream.builder()).add(q);
    }
    Map<Coverage, int[]> members = new EnumMap<>(Coverage.class);
    builders.forEach((group, builder) -> members.put(group, builder.build().toArray()));
    return members;
  }

  private static double mean(double[] values, int[] queries) {
    return IntStream.of(queries).mapToDouble(q -> values[q]).average().orElse(0);
  }
}
