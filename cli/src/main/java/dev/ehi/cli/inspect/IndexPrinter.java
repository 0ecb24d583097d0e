package dev.ehi.cli.inspect;

import dev.ehi.cli.console.TextTable;
import dev.ehi.cli.index.CalibrationPrinter;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.growth.Baseline;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.recall.Calibration;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints the make-up of an index. */
final class IndexPrinter {

  private static final int BARS = 10;
  private static final int BAR_WIDTH = 40;

  private IndexPrinter() {}

  static void print(IndexDescription index, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "index of %,d documents (%,d deleted), %,d bytes%n",
        index.documents(),
        index.deleted(),
        index.bytes());
    tree(index.shape(), index.treeId(), out);
    balance(index.balance(), out);
    histogram(index.leafSizes(), out);
    GrowthPrinter.print(index, out);
    Calibration.removedFrom(Baseline.removedFrom(index.properties()), EhiIndex.VECTOR_FIELD)
        .forEach((key, value) -> out.println(key + " " + value));
    Calibration calibration = index.calibration();
    if (calibration != null) {
      CalibrationPrinter.print(calibration, out);
    }
    TextTable segments =
        new TextTable(
            "segment",
            "documents",
            "deleted",
            "bytes",
            "encoding",
            "float32 vectors",
            "margin",
            "leaves a document",
            "calibration");
    index
        .segments()
        .forEach(
            s ->
                segments.row(
                    s.name(),
                    s.documents(),
                    s.deleted(),
                    s.bytes(),
                    s.layout().encoding(),
                    stored(s.layout().rawVectors()),
                    String.format(Locale.ROOT, "%.5f", s.margin()),
                    s.layout().leavesPerDocument(),
                    s.calibrated() ? "carried" : "not carried"));
    segments.print(out);
    TextTable files = new TextTable("files", "bytes");
    index.bytesByExtension().entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
        .forEach(entry -> files.row("." + entry.getKey(), entry.getValue()));
    files.print(out);
  }

  private static String stored(RawVectors rawVectors) {
    return switch (rawVectors) {
      case KEEP -> "stored";
      case DROP -> "dropped";
    };
  }

  static void tree(TreeShape shape, String id, PrintStream out) {
    out.printf(
        "tree %s: dimension %d, branching %d, height %d, %d leaves%n",
        id, shape.dim(), shape.branching(), shape.height(), shape.leaves());
  }

  private static void balance(LeafBalance balance, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "leaves: largest %d (%.2f times the mean), coefficient of variation %.2f, %d empty%n",
        balance.largest(),
        balance.maxOverMean(),
        balance.variation(),
        balance.empty());
  }

  private static void histogram(List<Integer> sizes, PrintStream out) {
    int largest = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
    int width = Math.max(1, (largest + BARS) / BARS);
    int[] counts = new int[largest / width + 1];
    sizes.forEach(size -> counts[size / width]++);
    int most = Arrays.stream(counts).max().orElse(1);
    for (int i = 0; i < counts.length; i++) {
      out.printf(
          Locale.ROOT,
          "  %5d-%-5d %5d %s%n",
          i * width,
          (i + 1) * width - 1,
          counts[i],
          "#".repeat((int) Math.ceil((double) BAR_WIDTH * counts[i] / most)));
    }
  }
}
