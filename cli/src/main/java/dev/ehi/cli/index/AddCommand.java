package dev.ehi.cli.index;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.Interruptible;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi index add}. */
@Command(
    name = "add",
    description = "Add documents, in place of those with the same ids; the tree routes them.",
    mixinStandardHelpOptions = true)
final class AddCommand implements Callable<Integer> {

  @Mixin private final IndexOption index = new IndexOption();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SET",
      description = "Folder or zip whose corpus is added.")
  private Path set = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Encoder of the documents (default: the model that the index was made with).")
  private @Nullable Path model;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    return Interruptible.run(
        "what was committed stays; the same command adds all of it", this::add);
  }

  private void add() throws IOException {
    RetrievalSet corpus = RetrievalSet.open(set);
    ModelDirectory directory = openModel();
    try (OnnxEncoder encoder = directory.encoder(threads.count());
        EhiIndex opened = EhiIndex.open(index.path())) {
      IndexingReport report = new Indexer(encoder, opened).addAll(corpus, ConsoleProgress.create());
      System.out.println(report.describe(index.path()));
      json.write(report);
    }
  }

  private ModelDirectory openModel() throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(index.path())) {
      return IndexModel.open(searcher, model);
    }
  }
}
