package dev.ehi.cli.data;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.TextTable;
import dev.ehi.data.javasearch.JavaSearchBuilder;
import dev.ehi.data.javasearch.JavaSearchConfig;
import dev.ehi.data.javasearch.JavaSearchReport;
import dev.ehi.data.javasearch.JavaSearchSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi data javasearch}. */
@Command(
    name = "javasearch",
    description = {
      "Build a retrieval set from Java sources.",
      "A query is the first sentence of a method's Javadoc, its document the method's code without comments."
    },
    mixinStandardHelpOptions = true)
final class JavaSearchCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "-sources.jar files, src.zip, or folders with .java files.")
  private List<Path> sources = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "BEIR folder to make; it must not exist.")
  private Path target = Path.of("");

  @ArgGroup(validate = false, heading = "%nSplit by query (the default):%n")
  private final ByQuery byQuery = new ByQuery();

  @ArgGroup(
      validate = false,
      heading = "%nSplit by project (dev and test are code never trained on):%n")
  private final ByProject byProject = new ByProject();

  @Option(
      names = "--undocumented",
      paramLabel = "WHICH",
      description = "Methods without Javadoc that are documents: ${COMPLETION-CANDIDATES}.")
  private JavaSearchConfig.Undocumented undocumented = JavaSearchConfig.defaults().undocumented();

  @Mixin private final JsonOption json = new JsonOption();

  private static final class ByQuery {
    @Option(
        names = "--dev-share",
        paramLabel = "SHARE",
        description = "Of the queries (default: ${DEFAULT-VALUE}).")
    private double dev = 0.04;

    @Option(
        names = "--test-share",
        paramLabel = "SHARE",
        description = "Of the queries (default: ${DEFAULT-VALUE}).")
    private double test = 0.08;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Gives another split (default: ${DEFAULT-VALUE}).")
    private long seed = 0;
  }

  private static final class ByProject {
    @Option(
        names = "--dev-project",
        paramLabel = "NAME",
        split = ",",
        description = "Artifacts, with or without version.")
    private Set<String> dev = Set.of();

    @Option(
        names = "--test-project",
        paramLabel = "NAME",
        split = ",",
        description = "Artifacts, with or without version.")
    private Set<String> test = Set.of();
  }

  @Override
  public Integer call() throws IOException {
    JavaSearchConfig config =
        JavaSearchConfig.defaults().withSplit(split()).withUndocumented(undocumented);
    JavaSearchReport report =
        JavaSearchBuilder.build(sources, target, config, ConsoleProgress.create());
    print(report);
    json.write(report);
    return 0;
  }

  private JavaSearchSplit split() {
    return byProject.dev.isEmpty() && byProject.test.isEmpty()
        ? new JavaSearchSplit.ByQuery(byQuery.dev, byQuery.test, byQuery.seed)
        : new JavaSearchSplit.ByProject(byProject.dev, byProject.test);
  }

  private void print(JavaSearchReport report) {
    TextTable documents = new TextTable("source", "documents");
    report.documentsBySource().forEach(documents::row);
    documents.print(System.out);
    System.out.printf(
        Locale.ROOT,
        "%,d documents and queries %s from %,d files; %,d files could not be parsed%n",
        report.documents(),
        report.queries(),
        report.files(),
        report.unparsed());
    report.unparsedExamples().forEach(example -> System.out.println("  " + example));
    System.out.println("left out: " + report.left());
    System.out.println("wrote " + target);
  }
}
