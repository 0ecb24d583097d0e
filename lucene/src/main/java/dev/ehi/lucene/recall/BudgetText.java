package dev.ehi.lucene.recall;

import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;

/**
 * A {@link Budget} as two words, such as {@code gap 2.5}. That of {@link Budget.Linked} has the
 * sources and both words of the first budget in its second one: {@code linked 7,gap,2.5} or {@code
 * linked near0.15,gap,2.5}.
 */
final class BudgetText {
  private static final String LINKED = "linked";
  private static final String NEAR = "near";
  private static final String COMMA = ",";

  private BudgetText() {}

  /** Writes a budget. */
  static String of(Budget budget) {
    return switch (budget) {
      case Budget.Beam(int leaves) -> "beam " + leaves;
      case Budget.Documents(int count) -> "documents " + count;
      case Budget.Gap(double nats) -> "gap " + nats;
      case Budget.Surprisal(double nats) -> "surprisal " + nats;
      case Budget.Mass(double probability) -> "mass " + probability;
      case Budget.Linked(Budget first, Sources sources) ->
          LINKED + " " + of(sources) + COMMA + of(first).replace(" ", COMMA);
    };
  }

  private static String of(Sources sources) {
    return switch (sources) {
      case Sources.Best(int documents) -> String.valueOf(documents);
      case Sources.Near(double slack) -> NEAR + slack;
    };
  }

  /**
   * Reads a budget.
   *
   * @throws IllegalArgumentException if there is no such budget
   */
  static Budget read(String kind, String value) {
    return switch (kind) {
      case "beam" -> new Budget.Beam(Integer.parseInt(value));
      case "documents" -> new Budget.Documents(Integer.parseInt(value));
      case "gap" -> new Budget.Gap(Double.parseDouble(value));
      case "surprisal" -> new Budget.Surprisal(Double.parseDouble(value));
      case "mass" -> new Budget.Mass(Double.parseDouble(value));
      case LINKED -> linked(value.split(COMMA, -1));
      default -> throw new IllegalArgumentException("unknown budget " + kind);
    };
  }

  private static Budget.Linked linked(String[] parts) {
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "not the best after a budget: " + String.join(COMMA, parts));
    }
    return new Budget.Linked(read(parts[1], parts[2]), sources(parts[0]));
  }

  private static Sources sources(String value) {
    return value.startsWith(NEAR)
        ? new Sources.Near(Double.parseDouble(value.substring(NEAR.length())))
        : new Sources.Best(Integer.parseInt(value));
  }
}
