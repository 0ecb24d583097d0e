package dev.ehi.eval.report;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTML page with the results: curves of quality by cost, the headline table, tests, leaf
 * balance, examples and settings. The page holds its data, style and scripts, and its content
 * security policy forbids it any other source.
 */
public final class HtmlReport {

  private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/";
  private static final String CHART_JS_POM =
      "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private HtmlReport() {}

  /** Writes the page whole or not at all. */
  public static void write(Results results, Path file) throws IOException {
    DurableFiles.write(file, render(results));
  }

  static String render(Results results) {
    String version = chartVersion();
    Map<String, String> parts =
        Map.of(
            "set", escaped(results.setting().set()),
            "chart-version", version,
            "style", resource("report.css"),
            "chart", withoutSourceMap(resource(CHART_JS + version + "/dist/chart.umd.min.js")),
            "script", resource("charts.js") + resource("report.js"),
            "results", ResultsJson.embedded(results));
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(place -> Matcher.quoteReplacement(part(parts, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("report.html asks for {{" + name + "}}");
    }
    return part;
  }

  private static String chartVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(CHART_JS_POM)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /** Browsers would ask for the map when their tools are open. */
  private static String withoutSourceMap(String script) {
    return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    InputStream in = HtmlReport.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + name);
    }
    return in;
  }
}
