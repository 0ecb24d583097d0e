package dev.ehi.eval.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the tables of a re-run with those that are on record: qualities (four decimals) and
 * costs (percentages). What depends on the machine or flips with the choice of a setting is not
 * compared: times, p values, leaf counts.
 *
 * @param compared how many numbers
 * @param differences what is not within the tolerance, in words
 */
public record TableCheck(int compared, List<String> differences) {

  private static final Pattern QUALITY = Pattern.compile("([+-]?\\d+\\.\\d{4})( .*)?");
  private static final Pattern COST = Pattern.compile("(\\d+\\.\\d+) %( .*)?");

  /**
   * @param quality largest difference of two qualities
   * @param cost largest difference of two costs, relative to the larger one
   */
  public record Tolerance(double quality, double cost) {

    public Tolerance {
      if (!(quality >= 0 && cost >= 0)) {
        throw new IllegalArgumentException(
            "tolerances must not be negative, got " + quality + " and " + cost);
      }
    }

    /** What other processors and another order of sums may change in a trained model. */
    public static Tolerance standard() {
      return new Tolerance(.015, .25);
    }
  }

  /**
   * Compares two Markdown texts.
   *
   * @throws IllegalArgumentException if there is nothing to compare
   */
  public static TableCheck of(String recorded, String rerun, Tolerance tolerance) {
    Map<String, String> expected = cells(recorded);
    Map<String, String> found = cells(rerun);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, String> cell : expected.entrySet()) {
      String other = found.get(cell.getKey());
      if (other == null) {
        differences.add(cell.getKey() + ": missing in the re-run");
      } else if (isNumber(cell.getValue()) || isNumber(other)) {
        compared++;
        if (!alike(cell.getValue(), other, tolerance)) {
          differences.add(
              "%s: on record %s, re-run %s".formatted(cell.getKey(), cell.getValue(), other));
        }
      }
    }
    for (String key : found.keySet()) {
      if (!expected.containsKey(key)) {
        differences.add(key + ": not on record");
      }
    }
    if (compared == 0) {
      throw new IllegalArgumentException("there are no numbers to compare on record");
    }
    return new TableCheck(compared, List.copyOf(differences));
  }

  private static boolean isNumber(String cell) {
    return QUALITY.matcher(cell).matches() || COST.matcher(cell).matches();
  }

  private static boolean alike(String a, String b, Tolerance tolerance) {
    Matcher leftQuality = QUALITY.matcher(a);
    Matcher rightQuality = QUALITY.matcher(b);
    if (leftQuality.matches() && rightQuality.matches()) {
      return Math.abs(number(leftQuality) - number(rightQuality)) <= tolerance.quality;
    }
    Matcher leftCost = COST.matcher(a);
    Matcher rightCost = COST.matcher(b);
    if (leftCost.matches() && rightCost.matches()) {
      double left = number(leftCost);
      double right = number(rightCost);
      return Math.abs(left - right) <= tolerance.cost * Math.max(left, right);
    }
    return false;
  }

  private static double number(Matcher matcher) {
    return Double.parseDouble(matcher.group(1));
  }

  /** The cells by table, row and column; the tests, whose rows have a cost, by that too. */
  private static Map<String, String> cells(String markdown) {
    Map<String, String> cells = new LinkedHashMap<>();
    List<String> header = List.of();
    for (String line : markdown.lines().toList()) {
      if (!line.startsWith("|")) {
        header = List.of();
        continue;
      }
      List<String> row = row(line);
      if (header.isEmpty()) {
        header = row;
      } else if (!line.startsWith("|:-") && row.size() == header.size() && isMeasured(header)) {
        boolean priced = header.get(1).equals("cost");
        String name = priced ? row.getFirst() + " at " + row.get(1) : row.getFirst();
        for (int c = priced ? 2 : 1; c < row.size(); c++) {
          if (isCompared(header.get(c))) {
            cells.put(header.getFirst() + " / " + name + " / " + header.get(c), row.get(c));
          }
        }
      }
    }
    return cells;
  }

  private static List<String> row(String line) {
    return Pattern.compile("\\|").splitAsStream(line.substring(1)).map(String::strip).toList();
  }

  /** Which budgets are filled and which build is taken depends on the settings that were chosen. */
  private static boolean isMeasured(List<String> header) {
    return !header.getFirst().startsWith("not tested")
        && !header.getFirst().equals(TuningTable.TITLE);
  }

  private static boolean isCompared(String column) {
    return !column.equals("p") && !column.startsWith("CPU ms");
  }
}
