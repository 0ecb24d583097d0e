package dev.ehi.eval;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Clustered documents of length 1, and queries that lie near their relevant documents. */
public final class RandomSet {

  private static final int CLUSTERS = 12;

  private final SplittableRandom random;
  private final int dim;
  private final float[][] centers; // (clusters, dim)

  private RandomSet(long seed, int dim) {
    this.random = new SplittableRandom(seed);
    this.dim = dim;
    this.centers = new float[CLUSTERS][];
    for (int c = 0; c < CLUSTERS; c++) {
      centers[c] = near(new float[dim], 1);
    }
  }

  public static Embeddings embeddings(String name, long seed, int documents, int queries, int dim) {
    RandomSet set = new RandomSet(seed, dim);
    float[][] rows = new float[documents][];
    for (int i = 0; i < documents; i++) {
      rows[i] = set.near(set.centers[set.random.nextInt(CLUSTERS)], .12);
    }
    List<String> ids = IntStream.range(0, documents).mapToObj(i -> "d" + i).toList();
    QuerySet test = set.queries("test", rows, queries);
    QuerySet dev = set.queries("dev", rows, queries);
    return new Embeddings(name, ids, Vectors.of(rows), test, Optional.of(dev));
  }

  private QuerySet queries(String name, float[][] documents, int count) {
    Qrels.Builder qrels = new Qrels.Builder();
    float[][] rows = new float[count][];
    for (int q = 0; q < count; q++) {
      int first = random.nextInt(documents.length);
      rows[q] = near(documents[first], .1);
      qrels.add("q" + q, "d" + first, 2);
      int second = random.nextInt(documents.length);
      if (second != first) {
        qrels.add("q" + q, "d" + second, random.nextInt(-1, 2));
      }
    }
    List<String> ids = IntStream.range(0, count).mapToObj(q -> "q" + q).toList();
    return new QuerySet(name, ids, Vectors.of(rows), qrels.build());
  }

  private float[] near(float[] center, double spread) {
    float[] v = new float[dim];
    for (int i = 0; i < dim; i++) {
      v[i] = (float) (center[i] + spread * random.nextDouble(-1.7, 1.7));
    }
    Vectors.normalize(v);
    return v;
  }
}
