package dev.ehi.cli.eval;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.report.HtmlReport;
import dev.ehi.eval.report.ResultsJson;
import dev.ehi.eval.report.ResultsTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and prints what an evaluation found. */
public final class EvaluationFiles {

  private EvaluationFiles() {}

  /** Writes {@code results.json} and {@code report.html}, and prints the table. */
  public static void write(Results results, Path folder, PrintStream out) throws IOException {
    Files.createDirectories(folder);
    ResultsJson.write(results, folder.resolve("results.json"));
    HtmlReport.write(results, folder.resolve("report.html"));
    out.println(ResultsTable.render(results));
    out.println("wrote " + folder.resolve("results.json") + " and report.html beside it");
  }
}
