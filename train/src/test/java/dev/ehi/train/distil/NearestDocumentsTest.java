package dev.ehi.train.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class NearestDocumentsTest {
  private static final double TEMPERATURE = .1;

  @Randomized(times = 10)
  void areThoseOfAFullSortWithTheirSoftmax(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 20);
    Vectors documents = ClusteredQueries.directions(random.nextInt(1, 60), dim, random);
    Vectors queries = ClusteredQueries.directions(random.nextInt(1, 600), dim, random);
    int count = random.nextInt(1, 80);

    NearestDocuments nearest =
        NearestDocuments.of(queries, documents, count, TEMPERATURE, Progress.none());

    assertThat(nearest.count()).isEqualTo(Math.min(count, documents.size()));
    for (int query = 0; query < queries.size(); query++) {
      double[] scores = scores(queries.row(query), documents);
      int[] expected =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
              .mapToInt(Integer::intValue)
              .limit(nearest.count())
              .toArray();
      double sum = 0;
      for (int document : expected) {
        sum += Math.exp(scores[document] / TEMPERATURE);
      }
      for (int j = 0; j < expected.length; j++) {
        int found = (int) nearest.ordinals(query)[j];
        assertThat(scores[found]).isCloseTo(scores[expected[j]], within(1e-5));
        assertThat((double) nearest.shares(query)[j])
            .isCloseTo(Math.exp(scores[expected[j]] / TEMPERATURE) / sum, within(1e-4));
      }
    }
  }

  private static double[] scores(float[] query, Vectors documents) {
    double[] scores = new double[documents.size()];
    for (int i = 0; i < scores.length; i++) {
      float[] document = documents.row(i);
      for (int j = 0; j < query.length; j++) {
        scores[i] += (double) query[j] * document[j];
      }
    }
    return scores;
  }
}
