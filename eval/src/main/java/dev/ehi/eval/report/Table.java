package dev.ehi.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table whose cells know what they measure, printed as Markdown whose columns also line up in a
 * terminal: the first column is left-aligned, the others right-aligned.
 *
 * @param corner heading of the first column
 * @param columns headings of the others
 */
public record Table(String corner, List<String> columns, List<Row> rows) {

  /** What stands where nothing was measured. */
  public static final Cell NONE = new Cell.Text("-");

  public Table(String corner, List<String> columns) {
    this(corner, columns, new ArrayList<>());
  }

  public record Row(String name, List<Cell> cells) {}

  /** How a number is printed. */
  public enum Unit {
    QUALITY("%.4f", 1),
    DIFFERENCE("%+.4f", 1),
    PERCENT("%.2f %%", 100),
    MILLIS("%.3f", 1),
    RATIO("%.2f", 1),
    COUNT("%,.0f", 1);

    private final String pattern;
    private final double scale;

    Unit(String pattern, double scale) {
      this.pattern = pattern;
      this.scale = scale;
    }

    String format(double value) {
      return String.format(Locale.ROOT, pattern, scale * value);
    }
  }

  public sealed interface Cell {
    String print();

    record Text(String text) implements Cell {
      @Override
      public String print() {
        return text;
      }
    }

    /**
     * @param mark printed behind the number
     */
    record Value(double value, Unit unit, String mark) implements Cell {
      public Value(double value, Unit unit) {
        this(value, unit, "");
      }

      @Override
      public String print() {
        return unit.format(value) + mark;
      }
    }

    /**
     * A number over seeds.
     *
     * @param deviation standard deviation, with n - 1
     * @param measured by how many seeds
     * @param seeds how many there are
     */
    record Mean(double value, double deviation, int measured, int seeds, Unit unit, String mark)
        implements Cell {
      @Override
      public String print() {
        String some = measured < seeds ? " (%d of %d)".formatted(measured, seeds) : "";
        return unit.format(value) + " ± " + unit.format(deviation) + mark + some;
      }
    }
  }

  /** Adds a row of as many cells as there are columns. */
  public void row(String name, List<Cell> cells) {
    rows.add(new Row(name, List.copyOf(cells)));
  }

  public String markdown() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(line(corner, columns));
    rows.forEach(r -> lines.add(line(r.name, r.cells.stream().map(Cell::print).toList())));
    int[] widths = new int[columns.size() + 1];
    for (List<String> line : lines) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], line.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    print(text, lines.getFirst(), widths);
    for (int c = 0; c < widths.length; c++) {
      text.append(c == 0 ? "|:" : "|-").append("-".repeat(widths[c])).append(c == 0 ? "-" : ":");
    }
    text.append("|\n");
    lines.stream().skip(1).forEach(line -> print(text, line, widths));
    return text.toString();
  }

  private static List<String> line(String first, List<String> others) {
    List<String> line = new ArrayList<>(List.of(first));
    line.addAll(others);
    return line;
  }

  private static void print(StringBuilder text, List<String> line, int[] widths) {
    for (int c = 0; c < widths.length; c++) {
      String padding = " ".repeat(widths[c] - line.get(c).length());
      text.append("| ").append(c == 0 ? line.get(c) + padding : padding + line.get(c)).append(' ');
    }
    text.append("|\n");
  }
}
