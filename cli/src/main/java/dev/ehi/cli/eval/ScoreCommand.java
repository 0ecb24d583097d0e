package dev.ehi.cli.eval;

import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.TextTable;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.TrecRun;
import dev.ehi.eval.metric.Evaluation;
import dev.ehi.eval.metric.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi score}. */
@Command(
    name = "score",
    description = "Score a TREC run file, with the numbers that trec_eval gives.",
    mixinStandardHelpOptions = true)
public final class ScoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "TREC run file, plain or .gz.")
  private Path run = Path.of("");

  @Option(
      names = "--qrels",
      required = true,
      paramLabel = "FILE",
      description = "TREC qrels, plain or .gz.")
  private Path qrels = Path.of("");

  @Option(
      names = "--over",
      paramLabel = "WHICH",
      description =
          "Queries in the means: ${COMPLETION-CANDIDATES} (default: all_judged, trec_eval's -c).")
  private Evaluation.Over over = Evaluation.Over.ALL_JUDGED;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Evaluation evaluation =
        Evaluation.of(TrecRun.read(run), TrecQrels.read(qrels), Metric.standard(), over);
    Map<String, Double> means = new LinkedHashMap<>();
    for (Metric metric : evaluation.metrics()) {
      means.put(metric.label(), evaluation.mean(metric));
    }
    TextTable table = new TextTable("metric", evaluation.queries().size() + " queries");
    means.forEach((metric, mean) -> table.row(metric, String.format(Locale.ROOT, "%.4f", mean)));
    table.print(System.out);
    json.write(means);
    return 0;
  }
}
