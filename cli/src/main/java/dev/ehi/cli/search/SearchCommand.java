package dev.ehi.cli.search;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ModelOption;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.cli.index.IndexProperties;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Query;
import dev.ehi.data.QueryFiles;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi search}. */
@Command(
    name = "search",
    description = "Ask an index: one query, a file of queries, or, with neither, a prompt.",
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the index.")
  private Path path = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Encoder of the queries (default: the model that the index was made with).")
  private @Nullable Path model;

  @ArgGroup private BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Documents to find (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @ArgGroup private @Nullable Queries queries;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  private static final class Queries {
    @Parameters(paramLabel = "QUERY", arity = "0..1", description = "The query.")
    private @Nullable String query;

    @ArgGroup(exclusive = false)
    private @Nullable Batch batch;
  }

  private static final class Batch {
    @Option(
        names = "--queries",
        required = true,
        paramLabel = "FILE",
        description = "Queries as .jsonl (_id, text) or as id <tab> text.")
    private Path file = Path.of("");

    @Option(
        names = "--run",
        required = true,
        paramLabel = "FILE",
        description = "TREC run file to write.")
    private Path run = Path.of("");
  }

  @Override
  public Integer call() throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(path);
        OnnxEncoder encoder = model(searcher).encoder(threads.count())) {
      SearchPrinter printer = new SearchPrinter(searcher, System.out);
      if (queries == null) {
        prompt(searcher, encoder, printer);
      } else if (queries.batch != null) {
        searchFile(searcher, encoder, queries.batch);
      } else if (queries.query != null) {
        SearchResult result = search(searcher, encoder, queries.query, printer);
        json.write(result);
      }
    }
    return 0;
  }

  private ModelDirectory model(EhiSearcher searcher) throws IOException {
    Path directory = model == null ? IndexProperties.model(searcher.properties()) : model;
    return ModelOption.open(directory);
  }

  private SearchResult search(
      EhiSearcher searcher, OnnxEncoder encoder, String query, SearchPrinter printer)
      throws IOException {
    long start = System.nanoTime();
    float[] vector = encoder.query(query);
    long encoded = System.nanoTime() - start;
    SearchResult result = searcher.search(vector, k, budget.of(searcher.tree()));
    printer.print(result, encoded);
    return result;
  }

  private void prompt(EhiSearcher searcher, OnnxEncoder encoder, SearchPrinter printer)
      throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    while (true) {
      if (terminal) {
        System.out.print("query> ");
        System.out.flush();
      }
      String line = in.readLine();
      if (line == null) {
        return;
      }
      if (!line.isBlank()) {
        search(searcher, encoder, line.strip(), printer);
      }
    }
  }

  private void searchFile(EhiSearcher searcher, OnnxEncoder encoder, Batch batch)
      throws IOException {
    List<Query> all = QueryFiles.read(batch.file);
    Vectors vectors =
        encoder.queries(all.stream().map(Query::text).toList(), ConsoleProgress.create());
    SortedMap<String, List<ScoredDocument>> rankings = new TreeMap<>();
    SearchTotals totals = new SearchTotals();
    for (int i = 0; i < all.size(); i++) {
      SearchResult result = searcher.search(vectors.row(i), k, budget.of(searcher.tree()));
      totals.add(result);
      rankings.put(
          all.get(i).id(),
          result.hits().stream().map(hit -> new ScoredDocument(hit.id(), hit.score())).toList());
    }
    new TrecRun("ehi", rankings).write(batch.run);
    SearchTotals.Report report = totals.report(searcher.size());
    System.out.println(report.describe());
    System.out.println("wrote " + batch.run);
    json.write(report);
  }
}
