package dev.ehi.cli.eval;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.compare.Results;
import dev.ehi.eval.report.HtmlReport;
import dev.ehi.eval.report.ResultsJson;
import dev.ehi.eval.report.ResultsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Writes and prints what an evaluation found. */
public final class EvaluationFiles {

  private EvaluationFiles() {}

  /**
   * Writes {@code results.json}, {@code results.md} and {@code report.html}, and prints the table.
   */
  public static void write(Results results, Path folder, PrintStream out) throws IOException {
    ResultsJson.write(results, folder.resolve("results.json"));
    HtmlReport.write(results, folder.resolve("report.html"));
    String table = ResultsTable.render(results);
    DurableFiles.write(folder.resolve("results.md"), table);
    out.println(table);
    out.println("wrote results.json, results.md and report.html to " + folder);
  }
}
