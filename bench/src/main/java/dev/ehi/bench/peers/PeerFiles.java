package dev.ehi.bench.peers;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.report.HtmlPage;
import dev.ehi.eval.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes results as {@code peers.json}, {@code peers.md} and {@code peers.html}. */
final class PeerFiles {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PeerFiles() {}

  /** Writes each file whole or not at all. */
  static void write(PeerResults results, Path folder) throws IOException {
    DurableFiles.write(folder.resolve("peers.json"), MAPPER.writeValueAsString(results) + "\n");
    DurableFiles.write(folder.resolve("peers.md"), new PeerTables(results).markdown());
    DurableFiles.write(folder.resolve("peers.html"), page(results));
  }

  private static String page(PeerResults results) {
    return HtmlPage.render(
        HtmlPage.resource(PeerFiles.class, "peers.html"),
        Map.of(
            "style", HtmlPage.resource(HtmlReport.class, "report.css"),
            "script", HtmlPage.resource(PeerFiles.class, "peers.js"),
            "results", HtmlPage.embedded(results)));
  }
}
