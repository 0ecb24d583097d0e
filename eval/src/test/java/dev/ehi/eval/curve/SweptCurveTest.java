package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class SweptCurveTest {
  private static final List<Integer> SETTINGS = IntStream.rangeClosed(1, 100).boxed().toList();

  /** Finds of the exact results the first few, as many as the setting says, up to {@code most}. */
  private static Curve swept(long seed, int most, double enough) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 200, 10, 8);
    Corpus corpus = new Corpus(embeddings);
    List<Hits> exact = ExactScan.all(corpus, embeddings.test(), 100, 1, Progress.none());
    return new SweptCurve(
            corpus,
            embeddings.test(),
            Measures.primary(new Judgments(embeddings.test(), corpus)),
            exact,
            () -> (query, setting) -> first(exact(corpus, query), Math.min(setting, most), setting),
            1,
            Progress.none())
        .until(point -> point.total() > enough, SETTINGS)
        .curve();
  }

  private static Hits exact(Corpus corpus, float[] query) {
    return new ExactScan(corpus).search(query, 10);
  }

  private static Found first(Hits exact, int count, int cost) {
    int[] documents = Arrays.copyOf(exact.documents(), Math.min(count, exact.size()));
    return new Found(new Hits(documents, new float[documents.length]), cost, 0);
  }

  @Randomized(times = 3)
  void endsWhereNoBetterSettingsFollow(long seed) {
    Curve curve = swept(seed, 3, Double.POSITIVE_INFINITY);
    assertThat(curve.points().size()).isBetween(6, 3 + 5);
  }

  @Randomized(times = 3)
  void endsWhereAPointIsEnough(long seed) {
    assertThat(swept(seed, 10, 2 / 200.).points()).hasSize(3);
  }
}
