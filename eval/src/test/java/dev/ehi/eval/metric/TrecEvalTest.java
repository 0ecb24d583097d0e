package dev.ehi.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.data.Qrels;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.TrecRun;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every value that the real trec_eval printed, to the four decimals that it prints. */
class TrecEvalTest {

  private static final Map<String, Metric> NAMES =
      Map.of(
          "map", Metric.MAP,
          "map_cut_5", new AveragePrecision(5),
          "recip_rank", new ReciprocalRank(1000),
          "ndcg_cut_5", new Ndcg(5),
          "ndcg_cut_10", new Ndcg(10),
          "ndcg_cut_20", new Ndcg(20),
          "recall_5", new Recall(5),
          "recall_10", new Recall(10),
          "recall_100", new Recall(100));

  private final Qrels qrels = TrecQrels.read(resource("fixture.qrels"));
  private final TrecRun run = TrecRun.read(resource("fixture.run"));

  @Test
  void equalsTrecEvalByDefault() throws IOException {
    assertThat(ours("judged-and-retrieved.txt", Evaluation.Over.JUDGED_AND_RETRIEVED, NAMES))
        .hasSize(28 * NAMES.size())
        .isEqualTo(printed("judged-and-retrieved.txt"));
  }

  @Test
  void equalsTrecEvalOverAllJudgedQueries() throws IOException {
    List<String> means =
        printed("all-judged.txt").stream().filter(l -> l.contains(" all ")).toList();
    assertThat(ours("all-judged.txt", Evaluation.Over.ALL_JUDGED, NAMES))
        .filteredOn(l -> l.contains(" all "))
        .hasSize(NAMES.size())
        .isEqualTo(means);
  }

  @Test
  void reciprocalRankIsCutAsByTrecEvalsDepth() throws IOException {
    for (int depth : new int[] {3, 10}) {
      String file = "recip-rank-" + depth + ".txt";
      Map<String, Metric> names = Map.of("recip_rank", new ReciprocalRank(depth));
      assertThat(ours(file, Evaluation.Over.JUDGED_AND_RETRIEVED, names)).isEqualTo(printed(file));
    }
  }

  /** Our values in the lines of trec_eval's output. */
  private List<String> ours(String file, Evaluation.Over over, Map<String, Metric> names)
      throws IOException {
    Evaluation evaluation =
        Evaluation.of(run, qrels, names.values().stream().distinct().toList(), over);
    List<String> lines = new ArrayList<>();
    for (String line : printed(file)) {
      String[] columns = line.split(" ", -1);
      Metric metric = Objects.requireNonNull(names.get(columns[0]));
      double value =
          columns[1].equals("all") ? evaluation.mean(metric) : evaluation.value(columns[1], metric);
      lines.add(String.format(Locale.ROOT, "%s %s %.4f", columns[0], columns[1], value));
    }
    return lines;
  }

  private static List<String> printed(String file) throws IOException {
    return Files.readAllLines(resource(file)).stream().map(l -> l.replaceAll("\\s+", " ")).toList();
  }

  private static Path resource(String name) {
    URL url = Objects.requireNonNull(TrecEvalTest.class.getResource(name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
