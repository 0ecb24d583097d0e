package dev.ehi.cli.index;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.Interruptible;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.QueryVectorOptions;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.cli.console.UsageException;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Query;
import dev.ehi.data.QueryFiles;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.recall.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi index calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Measure what 'ehi search --recall' must visit, on queries that the tree was not trained on.",
      "'ehi index create --data' does so by itself where the set has dev queries.",
      "It is kept with the index and in segments written from then on; 'ehi index compact' brings it into all."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {

  @Mixin private final IndexOption index = new IndexOption();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  private static final class Source {
    @Option(
        names = "--data",
        paramLabel = "SET",
        description = "Folder or zip whose dev queries are taken.")
    private @Nullable Path set;

    @Option(
        names = "--queries",
        paramLabel = "FILE",
        description = "Queries as .jsonl (_id, text) or as id <tab> text.")
    private @Nullable Path queries;

    @ArgGroup(exclusive = false)
    private @Nullable QueryVectorOptions vectors;
  }

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Other queries, to compare the recall that they reach with what was asked for.")
  private @Nullable Path check;

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Nearest documents to be found (default: ${DEFAULT-VALUE}).")
  private int k = IndexCalibration.K;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Encoder of the queries (default: the model that the index was made with).")
  private @Nullable Path model;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    return Interruptible.run("the index was not changed", this::calibrate);
  }

  private void calibrate() throws IOException {
    Progress progress = ConsoleProgress.create();
    try (EhiIndex opened = EhiIndex.open(index.path());
        EhiSearcher searcher = opened.searcher()) {
      if (source.vectors == null) {
        calibrateOnTexts(opened, searcher, progress);
      } else if (check == null) {
        Calibration calibration = searcher.calibrate(given(searcher, source.vectors), k, progress);
        IndexCalibration.keep(opened, calibration);
        report(calibration);
      } else {
        throw new UsageException("--check takes texts; give --data or --queries with it");
      }
    }
  }

  private void calibrateOnTexts(EhiIndex opened, EhiSearcher searcher, Progress progress)
      throws IOException {
    List<Query> asked = queries();
    try (OnnxEncoder encoder = IndexModel.open(searcher, model).encoder(threads.count())) {
      if (check == null) {
        Calibration calibration = searcher.calibrate(encode(encoder, asked, progress), k, progress);
        IndexCalibration.keep(opened, calibration);
        report(calibration);
        return;
      }
      Vectors others = encode(encoder, QueryFiles.read(check), progress);
      Calibration calibration = searcher.calibrate(encode(encoder, asked, progress), k, progress);
      List<RecallCheck.Row> rows = RecallCheck.of(searcher, calibration, others, k, progress);
      IndexCalibration.keep(opened, calibration);
      CalibrationPrinter.print(calibration, rows, System.out);
      json.write(rows);
    }
  }

  private void report(Calibration calibration) throws IOException {
    CalibrationPrinter.print(calibration, System.out);
    json.write(calibration);
  }

  private List<Query> queries() {
    if (source.queries != null) {
      return QueryFiles.read(source.queries);
    }
    Path set = Objects.requireNonNull(source.set);
    return IndexCalibration.heldOut(RetrievalSet.open(set))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    set + " has no dev queries; give others with --queries"));
  }

  private static Vectors encode(OnnxEncoder encoder, List<Query> queries, Progress progress) {
    return encoder.queries(queries.stream().map(Query::text).toList(), progress);
  }

  private Vectors given(EhiSearcher searcher, QueryVectorOptions files) throws IOException {
    return RoutingModel.open(IndexModel.path(searcher, model)).adapted(files.read().vectors());
  }
}
