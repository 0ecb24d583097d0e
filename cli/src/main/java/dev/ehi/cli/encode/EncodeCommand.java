package dev.ehi.cli.encode;

import dev.ehi.cli.console.CacheFolder;
import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.Interruptible;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.core.file.StagedDirectory;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.VectorFiles;
import dev.ehi.encoder.ModelSource;
import dev.ehi.encoder.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi encode}. */
@Command(
    name = "encode",
    description = {
      "Write the vectors of a set's documents and queries, for training on them or for other tools.",
      "DIR/documents.npy and queries.npy, one id a line in the .ids beside them; SPLIT.qrels in TREC form."
    },
    mixinStandardHelpOptions = true)
public final class EncodeCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SET",
      description = "Folder or zip in BEIR or MS MARCO layout.")
  private Path set = Path.of("");

  @Option(
      names = "--encoder",
      paramLabel = "MODEL",
      description =
          "minilm, bge-small, e5-small, or a model directory (default: ${DEFAULT-VALUE}).")
  private String encoder = "minilm";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; it must not exist.")
  private Path target = Path.of("");

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * What was written.
   *
   * @param dim of the vectors
   */
  private record Report(int documents, int queries, int dim) {}

  @Override
  public Integer call() throws IOException {
    return Interruptible.run("nothing was written", this::encode);
  }

  private void encode() throws IOException {
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          target + " exists already; choose another folder or delete this one");
    }
    RetrievalSet data = RetrievalSet.open(set);
    Progress progress = ConsoleProgress.create();
    try (StagedDirectory staged = StagedDirectory.beside(target);
        OnnxEncoder model =
            ModelSource.resolve(encoder, CacheFolder.path()).encoder(threads.count())) {
      List<Document> documents = all(data.documents());
      List<Query> queries = data.hasQueries() ? all(data.queries()) : List.of();
      VectorFiles.requireWritable(documents.stream().map(Document::id).toList());
      VectorFiles.requireWritable(queries.stream().map(Query::id).toList());
      write(
          staged.path(),
          "documents",
          documents.stream().map(Document::id).toList(),
          model.documents(documents.stream().map(Document::passage).toList(), progress));
      if (!queries.isEmpty()) {
        write(
            staged.path(),
            "queries",
            queries.stream().map(Query::id).toList(),
            model.queries(queries.stream().map(Query::text).toList(), progress));
      }
      for (String split : data.splits()) {
        TrecQrels.write(staged.path().resolve(split + ".qrels"), data.qrels(split));
      }
      staged.commit();
      Report report = new Report(documents.size(), queries.size(), model.dim());
      System.out.printf(
          Locale.ROOT,
          "%,d documents and %,d queries of dimension %d%nwrote %s%n",
          report.documents(),
          report.queries(),
          report.dim(),
          target);
      json.write(report);
    }
  }

  private static <T> List<T> all(Stream<T> stream) {
    try (stream) {
      return stream.toList();
    }
  }

  private static void write(Path folder, String name, List<String> ids, Vectors vectors)
      throws IOException {
    VectorFiles.writeIds(folder.resolve(name + ".ids"), ids);
    VectorFiles.writeNpy(folder.resolve(name + ".npy"), vectors);
  }
}
