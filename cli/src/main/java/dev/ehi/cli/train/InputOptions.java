package dev.ehi.cli.train;

import dev.ehi.cli.console.CacheFolder;
import dev.ehi.cli.console.DocumentVectorOptions;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.VectorFiles;
import dev.ehi.encoder.ModelSource;
import dev.ehi.train.TrainInput;
import dev.ehi.train.config.Supervision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to train on: texts, or vectors that were made elsewhere. */
final class InputOptions {

  @ArgGroup(exclusive = false, heading = "%nTexts:%n")
  private @Nullable TextOptions texts;

  @ArgGroup(exclusive = false, heading = "%nGiven vectors (with --depth index or adapter):%n")
  private @Nullable VectorOptions vectors;

  private static final class TextOptions {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "SET",
        description =
            "Folder or zip in BEIR or MS MARCO layout with a split 'train'; with --label-free its documents are enough.")
    private Path set = Path.of("");

    @Option(
        names = "--encoder",
        paramLabel = "MODEL",
        description =
            "The start: minilm, bge-small, e5-small, or a model directory (default: ${DEFAULT-VALUE}).")
    private String encoder = "minilm";
  }

  private static final class VectorOptions extends DocumentVectorOptions {
    @Option(
        names = "--query-vectors",
        paramLabel = "FILE",
        description = ".npy or .fvecs; not needed with --label-free, but of use.")
    private @Nullable Path queries;

    @Option(names = "--query-ids", paramLabel = "FILE", description = "One id a line.")
    private @Nullable Path queryIds;

    @Option(
        names = "--train-qrels",
        paramLabel = "FILE",
        description = "TREC qrels to train on; not read with --label-free.")
    private @Nullable Path train;

    @Option(
        names = "--dev-qrels",
        paramLabel = "FILE",
        description =
            "TREC qrels to choose by; without them some training queries are held out. Not read with --label-free.")
    private @Nullable Path dev;

    private TrainInput judged() {
      if (train == null) {
        throw new IllegalArgumentException(
            "training on given vectors needs --query-vectors, --query-ids and --train-qrels; with"
                + " --label-free the documents' vectors are enough");
      }
      return new TrainInput.GivenVectors(
          name(),
          documents(),
          queries()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--train-qrels judges queries; give them with --query-vectors and"
                              + " --query-ids")),
          TrecQrels.read(train),
          Optional.ofNullable(dev).map(TrecQrels::read));
    }

    private TrainInput unjudged() {
      return new TrainInput.UnjudgedVectors(name(), documents(), queries());
    }

    private Optional<IdentifiedVectors> queries() {
      if (queries == null && queryIds == null) {
        return Optional.empty();
      }
      if (queries == null || queryIds == null) {
        throw new IllegalArgumentException("give --query-vectors and --query-ids together");
      }
      return Optional.of(VectorFiles.read(queries, queryIds));
    }
  }

  /** The supervision that needs no judgements, for this kind of input. */
  String supervisionWithoutLabels() {
    return vectors == null ? "text" : "neighbours";
  }

  /**
   * Opens what a supervision learns from.
   *
   * @throws IllegalArgumentException if that is not given
   */
  TrainInput read(Supervision supervision) throws IOException {
    if (texts != null) {
      return new TrainInput.Texts(
          RetrievalSet.open(texts.set), ModelSource.resolve(texts.encoder, CacheFolder.path()));
    }
    if (vectors == null) {
      throw new IllegalArgumentException("give --data, or vectors with their ids and qrels");
    }
    return supervision instanceof Supervision.Pairs ? vectors.judged() : vectors.unjudged();
  }
}
