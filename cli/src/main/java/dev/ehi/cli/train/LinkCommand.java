package dev.ehi.cli.train;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.DocumentVectorOptions;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ModelFolder;
import dev.ehi.cli.console.UsageException;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.encoder.VectorModel;
import dev.ehi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi link}. */
@Command(
    name = "link",
    description = {
      "Learn anew which leaves of a trained tree lie next to which, as 'ehi train' does at its end;",
      "for models that were trained without, or to have more or fewer links. 'ehi train' learns from",
      "its training queries too; give their vectors, or those of other queries, to do so here.",
      "Indexes made with the model before keep the tree that they have."
    },
    mixinStandardHelpOptions = true)
public final class LinkCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description = "The folder of a training run, or a model; it is changed in place.")
  private Path model = Path.of("");

  @Option(
      names = "--links",
      paramLabel = "N",
      description = "Of a leaf, at most (default: ${DEFAULT-VALUE}).",
      defaultValue = "" + LeafLinks.STANDARD)
  private int links = LeafLinks.STANDARD;

  @ArgGroup(exclusive = false)
  private @Nullable DocumentVectors given;

  @Option(
      names = "--query-vectors",
      paramLabel = "FILE",
      description =
          "Queries like those to come, to learn from as well: .npy or .fvecs, as 'ehi encode' writes them.")
  private @Nullable Path queries;

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * What was learned.
   *
   * @param links of a leaf at most
   * @param documents learned from
   * @param queries learned from
   * @param tree its id now
   */
  private record Report(int leaves, int links, int documents, int queries, String tree) {}

  /** To learn from; without them those that a training run has kept. */
  private static final class DocumentVectors extends DocumentVectorOptions {}

  @Override
  public Integer call() throws IOException {
    if (links < 1 || links > LeafLinks.MOST) {
      throw new UsageException(
          "--links is at least 1 and at most %d, got %d".formatted(LeafLinks.MOST, links));
    }
    RoutingModel routing = RoutingModel.open(model);
    Vectors documents = documents(routing);
    Vectors asked = queries == null ? documents.slice(0, 0) : asked(queries, routing);
    Tree linked =
        LinkLearner.linked(routing.tree(), documents, asked, links, ConsoleProgress.create());
    VectorModel.replaceTree(ModelFolder.of(model), linked);
    Report report =
        new Report(linked.shape().leaves(), links, documents.size(), asked.size(), linked.id());
    System.out.printf(
        Locale.ROOT,
        "%s: %,d leaves, linked by what %,d documents and %,d queries have near them; the tree is now %s%n",
        model,
        report.leaves(),
        report.documents(),
        report.queries(),
        report.tree());
    json.write(report);
    return 0;
  }

  private static Vectors asked(Path file, RoutingModel routing) {
    Vectors vectors = VectorFiles.vectors(file);
    int dim = routing.tree().shape().dim();
    if (vectors.dim() != dim) {
      throw new IllegalArgumentException(
          "%s: vectors of dimension %d, but the model routes those of %d; encode the queries with it"
              .formatted(file, vectors.dim(), dim));
    }
    return routing.adapted(vectors);
  }

  private Vectors documents(RoutingModel routing) {
    if (given != null) {
      return routing.adapted(given.documents().vectors());
    }
    return Trainer.documents(model)
        .map(IdentifiedVectors::vectors)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    model
                        + " has kept no vectors of its documents; give --document-vectors and"
                        + " --document-ids, as 'ehi encode' writes them"));
  }
}
