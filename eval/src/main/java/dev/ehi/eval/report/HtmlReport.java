package dev.ehi.eval.report;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One HTML page with the results: curves of quality by cost, the headline table, tests, leaf
 * balance, examples and settings. The page holds its data, style and scripts, and its content
 * security policy forbids it any other source.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /** Writes the page whole or not at all. */
  public static void write(Results results, Path file) throws IOException {
    DurableFiles.write(file, render(results));
  }

  static String render(Results results) {
    return HtmlPage.render(
        resource("report.html"),
        Map.of(
            "set", HtmlPage.escaped(results.setting().set()),
            "style", resource("report.css"),
            "script", resource("charts.js") + resource("report.js"),
            "results", HtmlPage.embedded(results.summary())));
  }

  private static String resource(String name) {
    return HtmlPage.resource(HtmlReport.class, name);
  }
}
