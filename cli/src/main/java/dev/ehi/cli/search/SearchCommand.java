package dev.ehi.cli.search;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.Interruptible;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.QueryVectorOptions;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.cli.console.UsageException;
import dev.ehi.cli.index.IndexModel;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.core.progress.StopOnShutdown;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Query;
import dev.ehi.data.QueryFiles;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi search}. */
@Command(
    name = "search",
    description = "Ask an index: one query, a file of queries, or, with neither, a prompt.",
    mixinStandardHelpOptions = true)
public final class SearchCommand implements Callable<Integer> {

  @Mixin private final IndexOption index = new IndexOption();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Encoder of the queries (default: the model that the index was made with).")
  private @Nullable Path model;

  @Mixin private final BudgetOptions budget = new BudgetOptions();

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Documents to find (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @ArgGroup private @Nullable QueryOptions queries;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description = "TREC run file to write for a file of queries.")
  private @Nullable Path run;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    requireUsed();
    ExecutorService executor = Executors.newFixedThreadPool(threads.count());
    try (EhiSearcher searcher = EhiSearcher.open(index.path(), executor);
        executor) { // closed first, so that no thread reads what is closed

      if (queries == null) {
        prompt(searcher);
        return 0;
      } else if (queries.query != null) {
        searchOne(searcher, queries.query);
        return 0;
      }
      return searchFile(searcher, queries);
    }
  }

  private void requireUsed() {
    boolean file = queries != null && queries.query == null;
    if (run != null && !file) {
      throw new UsageException("--run is for a file of queries; give --queries or --query-vectors");
    }
  }

  private int searchFile(EhiSearcher searcher, QueryOptions asked) throws IOException {
    Path target = run;
    if (target == null) {
      throw new UsageException("name a file for the answers with --run");
    }
    return Interruptible.run(
        target + " was not written",
        () -> {
          if (asked.texts != null) {
            searchTexts(searcher, asked.texts, target);
          } else if (asked.vectors != null) {
            searchVectors(searcher, asked.vectors, target);
          }
        });
  }

  private OnnxEncoder encoder(EhiSearcher searcher) throws IOException {
    return IndexModel.open(searcher, model).encoder(threads.count());
  }

  private void searchOne(EhiSearcher searcher, String query) throws IOException {
    try (OnnxEncoder encoder = encoder(searcher)) {
      json.write(answer(searcher, encoder, query));
    }
  }

  private SearchResult answer(EhiSearcher searcher, OnnxEncoder encoder, String query)
      throws IOException {
    try (StopOnShutdown _ = StopOnShutdown.interrupting()) {
      long start = System.nanoTime();
      float[] vector = encoder.query(query);
      long encoded = System.nanoTime() - start;
      SearchResult result = searcher.search(vector, k, budget.of(searcher));
      new SearchPrinter(searcher, System.out).print(result, encoded);
      return result;
    }
  }

  private void prompt(EhiSearcher searcher) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    try (OnnxEncoder encoder = encoder(searcher)) {
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
          answer(searcher, encoder, line.strip());
        }
      }
    }
  }

  private void searchTexts(EhiSearcher searcher, QueryOptions.Texts texts, Path target)
      throws IOException {
    List<Query> all = QueryFiles.read(texts.queries);
    try (OnnxEncoder encoder = encoder(searcher)) {
      Vectors vectors =
          encoder.queries(all.stream().map(Query::text).toList(), ConsoleProgress.create());
      searchAll(searcher, all.stream().map(Query::id).toList(), vectors, target);
    }
  }

  private void searchVectors(EhiSearcher searcher, QueryVectorOptions given, Path target)
      throws IOException {
    IdentifiedVectors read = given.read();
    RoutingModel routing = RoutingModel.open(IndexModel.path(searcher, model));
    searchAll(searcher, read.ids(), routing.adapted(read.vectors()), target);
  }

  private void searchAll(EhiSearcher searcher, List<String> ids, Vectors vectors, Path target)
      throws IOException {
    SearchTotals.Report report =
        new RunWriter(searcher, budget.of(searcher), k).run(ids, vectors, target);
    System.out.println(report.describe());
    System.out.println("wrote " + target);
    json.write(report);
  }
}
