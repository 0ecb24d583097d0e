package dev.ehi.eval.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page that holds its data, style and scripts, Chart.js among them, so that it opens without a
 * network. Its template has places {@code {{name}}} for its parts.
 */
public final class HtmlPage {

  private static final String CHART_JS = "/META-INF/resources/webjars/chart.js/";
  private static final String CHART_JS_POM =
      "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private HtmlPage() {}

  /**
   * Fills a template; {@code chart} and {@code chart-version} are added to the parts.
   *
   * @throws IllegalStateException if the template asks for a part that there is not
   */
  public static String render(String template, Map<String, String> parts) {
    String version = chartVersion();
    Map<String, String> all = new HashMap<>(parts);
    all.put("chart-version", version);
    all.put(
        "chart",
        withoutSourceMap(resource(HtmlPage.class, CHART_JS + version + "/dist/chart.umd.min.js")));
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(part(all, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("the template asks for {{" + name + "}}");
    }
    return part;
  }

  private static String chartVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(HtmlPage.class, CHART_JS_POM)) {
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

  /** Text that can stand between tags and in attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /** One line of JSON that can stand inside an HTML script element. */
  public static String embedded(Object value) {
    return MAPPER.writeValueAsString(value).replace("<", "\\u003c");
  }

  /**
   * A text file of the class path.
   *
   * @param owner a relative name is one beside this class
   */
  public static String resource(Class<?> owner, String name) {
    try (InputStream in = open(owner, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(Class<?> owner, String name) {
    InputStream in = owner.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the class path lacks " + name);
    }
    return in;
  }
}
