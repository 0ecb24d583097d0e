package dev.ehi.train.distil;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.TrainingSet;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Takes what exact search finds for a query for what is relevant to it. */
public final class ExactLabels {
  private static final int DEV_CUT = 10; // of the dev score

  private ExactLabels() {}

  /**
   * The same queries with what exact search finds for them as their positives, and with its top 10
   * as what is relevant to dev queries. There exact search has an nDCG@10 of 1, and a tree has the
   * more, the more of that top 10 is in the leaves it opens.
   *
   * @param vectors in the order of the set
   * @param neighbours positives of a training query
   */
  public static TrainingSet of(
      TrainingSet set, FrozenVectors vectors, int neighbours, Progress progress) {
    Vectors documents = vectors.documents();
    return new TrainingSet(
        set.name(),
        set.documents(),
        set.pairs()
            .withInterchangeable(nearest(vectors.queries(), documents, neighbours, progress)),
        new DevQueries(
            set.dev().queries(), nearest(vectors.devQueries(), documents, DEV_CUT, progress)));
  }

  /** Ordinals of documents, nearest first. // (queries, min(count, documents)) */
  private static int[][] nearest(Vectors queries, Vectors documents, int count, Progress progress) {
    NearestDocuments found = NearestDocuments.of(queries, documents, count, 1, progress);
    return IntStream.range(0, queries.size())
        .mapToObj(
            query -> Arrays.stream(found.ordinals(query)).mapToInt(Math::toIntExact).toArray())
        .toArray(int[][]::new);
  }
}
