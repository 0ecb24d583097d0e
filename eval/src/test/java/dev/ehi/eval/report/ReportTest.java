package dev.ehi.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReportTest {

  /** Counts what was drawn and what went wrong, into an attribute that a dump of the page shows. */
  private static final String PROBE =
      """
      <script>
      const errors = [];
      window.addEventListener("error", (e) => errors.push(e.message));
      document.addEventListener("securitypolicyviolation", (e) => errors.push(e.violatedDirective));
      const complain = console.error;
      console.error = (...all) => { errors.push(all.join(" ")); complain(...all); };
      window.addEventListener("load", () => setTimeout(() => {
        const colours = (c) => new Set(new Uint32Array(
            c.getContext("2d").getImageData(0, 0, c.width, c.height).data.buffer)).size;
        document.documentElement.dataset.probe = JSON.stringify({
          errors,
          canvases: [...document.querySelectorAll("canvas")].map(colours),
          tables: document.querySelectorAll("table").length,
          images: document.querySelectorAll("img").length,
          width: document.documentElement.scrollWidth - window.innerWidth,
          text: document.body.textContent.includes("joint + tree"),
          settled: [...document.querySelectorAll("#training th")].some((h) => h.textContent === "settled"),
          stray: /undefined|NaN|\\[object/.test(document.querySelector("main").innerText),
        });
      }, 300));
      </script>
      """;

  private static final Results RESULTS = SampleResults.compare();

  @TempDir private Path folder;

  @Test
  void jsonIsReadBackAsWritten() throws IOException {
    Path file = folder.resolve("deep/results.json");
    ResultsJson.write(RESULTS, file);
    assertThat(ResultsJson.read(file)).isEqualTo(RESULTS);
    assertThat(folder.resolve("deep")).isDirectoryContaining(p -> p.endsWith("results.json"));
  }

  @Test
  void resultsWithoutTheCourseOfTrainingAreReadToo() throws IOException {
    Path file = folder.resolve("results.json");
    ResultsJson.write(RESULTS, file);
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(file);
    json.get("encoders").forEach(encoder -> ((ObjectNode) encoder).remove("course"));
    Files.writeString(file, json.toString());
    assertThat(ResultsJson.read(file).encoders()).allMatch(e -> e.course().isEmpty());
  }

  @Test
  void brokenJsonNamesFileAndPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), "{\n \"setting\": {\n}, oops");
    assertThatThrownBy(() -> ResultsJson.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("results.json, line 3: not the results of a comparison");
  }

  @Test
  void thePageNeedsNothingFromOutside() {
    String page = HtmlReport.render(RESULTS);
    assertThat(page.contains("default-src 'none'")).isTrue();
    assertThat(page.contains("Chart.js 4.")).isTrue();
    String markup = page.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
    assertThat(Pattern.compile("<[a-z][^>]*\\s(src|href|srcset|action)=").matcher(markup).find())
        .isFalse();
    String style = page.substring(page.indexOf("<style>"), page.indexOf("</style>"));
    String ownScript = page.substring(page.lastIndexOf("<script>"));
    for (String outside : List.of("http", "url(", "@import", "fetch(", "import(")) {
      assertThat(style.contains(outside)).as(outside).isFalse();
      assertThat(ownScript.contains(outside)).as(outside).isFalse();
    }
    assertThat(page.contains("sourceMappingURL")).isFalse();
  }

  @Test
  void wordsOfTheCorpusCannotEndTheScript() {
    String page = HtmlReport.render(RESULTS);
    assertThat(page.split("</script>", -1).length).isEqualTo(4);
    assertThat(page.contains("<title>EHI evaluation: random &lt;/script>&lt;img")).isTrue();
  }

  @Test
  void tablesLineUp() {
    String table = ResultsTable.render(RESULTS);
    assertThat(table).contains("joint + tree's start", "dual + k-means", "98 % of exact");
    assertThat(table).contains("joint + tree, tuned: leaves 20, leaves per document ");
    assertThat(table).contains("documents alone at 98 %");
    assertThat(
            table.lines().filter(l -> l.contains("dual + k-means: leaves ") && l.endsWith("% |")))
        .hasSize(4) // of the least costs of builds
        .filteredOn(l -> l.contains("(chosen)"))
        .hasSize(1);
    for (String block : table.split("\n\n", -1)) {
      if (!block.startsWith("|")) {
        continue;
      }
      assertThat(block.lines().map(String::length).distinct()).hasSize(1);
      assertThat(block.lines().filter(l -> l.startsWith("|:--"))).hasSize(1);
    }
  }

  @Test
  void aRealBrowserDrawsIt() throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium on the PATH: the page is not drawn in this run");
    for (String size : List.of("1280,2400", "500,2400")) {
      JsonNode probe = draw(browser.orElseThrow(), size);
      assertThat(probe.get("errors")).as("errors at %s", size).isEmpty();
      assertThat(probe.get("canvases").size()).isEqualTo(10);
      probe.get("canvases").forEach(c -> assertThat(c.intValue()).isGreaterThan(10));
      assertThat(probe.get("tables").intValue()).isGreaterThanOrEqualTo(7);
      assertThat(probe.get("images").intValue()).isZero();
      assertThat(probe.get("width").intValue()).as("overflow at %s", size).isLessThanOrEqualTo(0);
      assertThat(probe.get("text").booleanValue()).isTrue();
      assertThat(probe.get("stray").booleanValue()).isFalse();
      assertThat(probe.get("settled").booleanValue()).isTrue();
    }
  }

  private JsonNode draw(Path browser, String size) throws IOException, InterruptedException {
    Path page = folder.resolve("report.html");
    HtmlReport.write(RESULTS, page);
    Files.writeString(page, Files.readString(page).replace("<title>", PROBE + "<title>"));
    Path dump = folder.resolve("dump.html");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=" + size,
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dump.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Chromium did not end within a minute");
    }
    Matcher probe = Pattern.compile("data-probe=\"([^\"]*)\"").matcher(Files.readString(dump));
    assertThat(probe.find()).as("the page ran to its end").isTrue();
    return JsonMapper.shared()
        .readTree(probe.group(1).replace("&quot;", "\"").replace("&amp;", "&"));
  }

  private static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        .flatMap(name -> Stream.of(path.split(":")).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
