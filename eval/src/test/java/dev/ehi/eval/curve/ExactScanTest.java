package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.metric.Evaluation;
import dev.ehi.eval.metric.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactScanTest {

  @TempDir private Path folder;

  @Randomized(times = 3)
  void aWrittenRunHasTheSameQuality(long seed) throws IOException {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 300, 30, 12);
    Corpus corpus = new Corpus(embeddings);
    QuerySet queries = embeddings.test();
    List<Hits> hits = ExactScan.all(corpus, queries, 50, 2, Progress.none());
    Path file = folder.resolve("exact.run");
    corpus.run("exact", queries, hits).write(file);
    Evaluation evaluation =
        Evaluation.of(
            TrecRun.read(file), queries.qrels(), Metric.standard(), Evaluation.Over.ALL_JUDGED);
    Judgments judgments = new Judgments(queries, corpus);
    for (int q = 0; q < queries.size(); q++) {
      double[] values = judgments.values(q, hits.get(q), Metric.standard());
      for (int m = 0; m < values.length; m++) {
        assertThat(evaluation.value(queries.ids().get(q), Metric.standard().get(m)))
            .isCloseTo(values[m], within(1e-12));
      }
    }
  }

  @Test
  void equalScoresAreRankedAsTrecEvalRanksThem() {
    Vectors same = Vectors.of(new float[][] {{1, 0}, {1, 0}, {1, 0}});
    Qrels qrels = new Qrels.Builder().add("q", "b", 1).build();
    QuerySet queries =
        new QuerySet("test", List.of("q"), Vectors.of(new float[][] {{1, 0}}), qrels);
    Embeddings embeddings =
        new Embeddings("same", List.of("b", "c", "a"), same, queries, Optional.empty());
    Corpus corpus = new Corpus(embeddings);
    Hits hits = new ExactScan(corpus).search(new float[] {1, 0}, 3);
    assertThat(corpus.run("x", queries, List.of(hits)).of("q"))
        .extracting(ScoredDocument::id)
        .containsExactly("c", "b", "a");
    assertThat(hits.documents()).containsExactly(1, 0, 2);
  }
}
