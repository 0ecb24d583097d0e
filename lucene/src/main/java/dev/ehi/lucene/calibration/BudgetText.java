package dev.ehi.lucene.calibration;

import dev.ehi.lucene.scan.Budget;

/** A {@link Budget} as two words, such as {@code gap 2.5}. */
final class BudgetText {
  private static final String LINKED = "linked";
  private static final String OF = "of";

  private BudgetText() {}

  /** Writes a budget. */
  static String of(Budget budget) {
    return switch (budget) {
      case Budget.Beam(int leaves) -> "beam " + leaves;
      case Budget.Documents(int count) -> "documents " + count;
      case Budget.Gap(double nats) -> "gap " + nats;
      case Budget.Surprisal(double nats) -> "surprisal " + nats;
      case Budget.Mass(double probability) -> "mass " + probability;
      case Budget.Linked(int documents, int best) -> LINKED + " " + best + OF + documents;
    };
  }

  /**
   * Reads a budget.
   *
   * @throws IllegalArgumentException if there is no such budget
   */
  static Budget read(String kind, String value) {
    return switch (kind) {
      case "beam" -> new Budget.Beam(whole(value));
      case "documents" -> new Budget.Documents(whole(value));
      case "gap" -> new Budget.Gap(Double.parseDouble(value));
      case "surprisal" -> new Budget.Surprisal(Double.parseDouble(value));
      case "mass" -> new Budget.Mass(Double.parseDouble(value));
      case LINKED -> linked(value.split(OF, -1));
      default -> throw new IllegalArgumentException("unknown budget " + kind);
    };
  }

  private static Budget.Linked linked(String[] parts) {
    if (parts.length != 2) {
      throw new IllegalArgumentException("not the best of documents: " + String.join(OF, parts));
    }
    return new Budget.Linked(whole(parts[1]), whole(parts[0]));
  }

  /** Once written with a point. */
  private static int whole(String value) {
    return (int) Double.parseDouble(value);
  }
}
