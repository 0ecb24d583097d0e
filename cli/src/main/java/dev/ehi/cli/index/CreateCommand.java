package dev.ehi.cli.index;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.Interruptible;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ModelFolder;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.VectorFiles;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi index create}. */
@Command(
    name = "create",
    description = {
      "Encode a corpus and route it into the leaves of a trained model's tree.",
      "When it was interrupted, the same command goes on where the last commit was."
    },
    mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A trained model, or the folder of a training run.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Folder or zip whose corpus is indexed.")
  private @Nullable Path set;

  @ArgGroup(
      exclusive = false,
      heading = "%nVectors computed elsewhere (--data then only adds the texts):%n")
  private @Nullable VectorOptions vectors;

  private static final class VectorOptions {
    @Option(
        names = "--vectors",
        required = true,
        paramLabel = "FILE",
        description = ".npy or .fvecs.")
    private Path vectors = Path.of("");

    @Option(names = "--ids", required = true, paramLabel = "FILE", description = "One id a line.")
    private Path ids = Path.of("");
  }

  @Option(
      names = "--encoding",
      paramLabel = "ENCODING",
      description = {
        "What a search reads of the documents in a leaf: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "With int8 or int4 it reads codes, and the float32 vectors of the best only."
      })
  private LeafEncoding encoding = LeafEncoding.FLOAT32;

  @Option(
      names = "--store-raw",
      paramLabel = "CHOICE",
      description = {
        "Whether float32 vectors are stored beside codes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
        "Without them the index is several times smaller, and scores are estimates."
      })
  private StoreRaw storeRaw = StoreRaw.YES;

  @Option(
      names = "--leaves-per-document",
      paramLabel = "N",
      description = {
        "In how many leaves each document is stored: those most probable for it (default: ${DEFAULT-VALUE}).",
        "With 2 it is found in fewer leaves, each of which holds twice as much."
      })
  private int leavesPerDocument = 1;

  @Mixin private final IndexOption index = new IndexOption();

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    String left =
        vectors == null
            ? "the same command goes on from there"
            : "nothing was indexed; the same command begins anew";
    return Interruptible.run(left, this::create);
  }

  private void create() throws IOException {
    IndexingReport report = vectors == null ? encodeAndIndex() : index(vectors);
    System.out.println(report.describe(index.path()));
    json.write(report);
  }

  private LeafLayout layout() {
    return new LeafLayout(encoding, leavesPerDocument, storeRaw.rawVectors());
  }

  private IndexingReport encodeAndIndex() throws IOException {
    if (set == null) {
      throw new IllegalArgumentException("give --data, or --vectors with --ids");
    }
    return IndexBuild.createOrContinue(
        index.path(),
        ModelFolder.open(model),
        RetrievalSet.open(set),
        layout(),
        threads.count(),
        ConsoleProgress.create());
  }

  private IndexingReport index(VectorOptions given) throws IOException {
    IdentifiedVectors read = VectorFiles.read(given.vectors, given.ids);
    Optional<RetrievalSet> texts = Optional.ofNullable(set).map(RetrievalSet::open);
    String corpus =
        texts.map(RetrievalSet::name).orElse(String.valueOf(given.vectors.getFileName()));
    return RoutingModel.open(model)
        .ofPlainVectors(corpus)
        .create(index.path(), layout(), read, texts, ConsoleProgress.create());
  }
}
