package dev.ehi.cli.inspect;

import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ModelFolder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.train.Trainer;
import dev.ehi.train.diagnosis.RunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi inspect}. */
@Command(
    name = "inspect",
    description = {
      "Show what a model or an index holds: tree, balance, sizes, checksums; and how a training run went,",
      "complete or not: which failure signatures it shows, by what numbers, and what to change."
    },
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "A model, the folder of a training run, or an index.")
  private Path path = Path.of("");

  @Option(
      names = "--fast",
      description = "Do not read the whole of an index to compare its checksums.")
  private boolean fast;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    if (EhiIndex.exists(path)) {
      inspectIndex();
      return 0;
    }
    Optional<RunHistory> run = Trainer.history(path);
    if (run.isPresent()) {
      inspectRun(run.get());
    } else {
      ModelDescription model = ModelDescription.of(ModelFolder.of(path));
      model.print(System.out);
      json.write(model);
    }
    return 0;
  }

  private void inspectRun(RunHistory history) throws IOException {
    boolean complete = Trainer.isComplete(path);
    RunDescription run = RunDescription.of(history, complete);
    ModelDescription model = complete ? ModelDescription.of(ModelFolder.of(path)) : null;
    run.print(System.out);
    if (model != null) {
      System.out.println();
      model.print(System.out);
    }
    json.write(new RunReport(run, model));
  }

  private void inspectIndex() throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      IndexDescription index = searcher.describe();
      IndexPrinter.print(index, System.out);
      if (!fast) {
        searcher.checkIntegrity();
        System.out.println("checksums of all files are right");
      }
      json.write(index);
    }
  }
}
