package dev.ehi.cli.train;

import dev.ehi.cli.console.CacheFolder;
import dev.ehi.cli.console.VectorFileOptions;
import dev.ehi.data.Qrels;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.TrecQrels;
import dev.ehi.encoder.ModelSource;
import dev.ehi.train.TrainInput;
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
        description = "Folder or zip in BEIR or MS MARCO layout with a split 'train'.")
    private Path set = Path.of("");

    @Option(
        names = "--encoder",
        paramLabel = "MODEL",
        description =
            "The start: minilm, bge-small, e5-small, or a model directory (default: ${DEFAULT-VALUE}).")
    private String encoder = "minilm";
  }

  private static final class VectorOptions extends VectorFileOptions {
    @Option(
        names = "--train-qrels",
        required = true,
        paramLabel = "FILE",
        description = "TREC qrels to train on.")
    private Path train = Path.of("");

    @Option(
        names = "--dev-qrels",
        paramLabel = "FILE",
        description = "TREC qrels to choose by; without them some training queries are held out.")
    private @Nullable Path dev;
  }

  TrainInput read() throws IOException {
    if (texts != null) {
      return new TrainInput.Texts(
          RetrievalSet.open(texts.set), ModelSource.resolve(texts.encoder, CacheFolder.path()));
    }
    if (vectors == null) {
      throw new IllegalArgumentException("give --data, or vectors with their ids and qrels");
    }
    Optional<Qrels> dev = Optional.ofNullable(vectors.dev).map(TrecQrels::read);
    return new TrainInput.GivenVectors(
        vectors.name(), vectors.documents(), vectors.queries(), TrecQrels.read(vectors.train), dev);
  }
}
