package dev.ehi.train.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.config.MiningConfig;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.sample.Ordinals;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.Twins;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

class NegativeMinerTest {
  private static final int DOCUMENTS = 120;
  private static final int QUERIES = 30;

  @Randomized(times = 20)
  void poolsAreTheBestOfTheDocumentsVisitedButForPositives(long seed) {
    Random random = new Random(seed);
    Vectors documents = LeafMapTest.gaussian(DOCUMENTS, 6, random);
    documents.normalize();
    Vectors queries = LeafMapTest.gaussian(QUERIES, 6, random);
    queries.normalize();
    Tree tree = Tree.ofCentroids(LeafMapTest.gaussian(8, 6, random), 1);
    LeafMap leaves = LeafMap.of(tree, documents);
    TrainingPairs pairs = pairs(documents);
    MiningConfig config =
        new MiningConfig(
            1, 1, 1 + random.nextInt(DOCUMENTS), 1 + random.nextInt(20), guard(random));

    NegativePools pools = new NegativeMiner(tree, leaves, documents, pairs, config).mine(queries);

    for (int query = 0; query < QUERIES; query++) {
      assertThat(pools.rows()[query])
          .as("query " + query)
          .containsExactly(expected(tree, leaves, documents, pairs, config, queries, query));
    }
  }

  private static double guard(Random random) {
    return random.nextBoolean() ? 0 : 0.9;
  }

  private static int[] expected(
      Tree tree,
      LeafMap leaves,
      Vectors documents,
      TrainingPairs pairs,
      MiningConfig config,
      Vectors queries,
      int query) {
    float[] vector = queries.row(query);
    Set<Integer> visited = new HashSet<>();
    LeafCursor cursor = tree.queryRouter().bestFirst(vector);
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      for (int document : leaves.documents(leaf)) {
        if (visited.size() < config.visited()) {
          visited.add(document);
        }
      }
    }
    double positive = dot(documents.row(query), vector);
    double limit =
        config.guard() > 0 && positive > 0 ? positive * config.guard() : Double.MAX_VALUE;
    List<Integer> allowed = new ArrayList<>();
    for (int document = 0; document < DOCUMENTS; document++) {
      if (visited.contains(document)
          && !pairs.isPositive(query, document)
          && dot(documents.row(document), vector) <= limit) {
        allowed.add(document);
      }
    }
    allowed.sort(Comparator.comparingDouble(d -> -dot(documents.row(d), vector)));
    return allowed.stream().limit(config.pool()).mapToInt(Integer::intValue).toArray();
  }

  /** By the kernel, whose last bit decides between documents that are as near. */
  private static double dot(float[] a, float[] b) {
    float[] score = new float[1];
    DotProduct.best().rows(Vectors.of(a, a.length).segment(), 0, 1, b, score);
    return score[0];
  }

  /** Query i's positive is document i. */
  private static TrainingPairs pairs(Vectors documents) {
    Qrels.Builder qrels = new Qrels.Builder();
    IntStream.range(0, QUERIES).forEach(i -> qrels.add("q" + i, "d" + i, 1));
    return new TrainingPairs(
        qrels.build(),
        new Ordinals(IntStream.range(0, QUERIES).mapToObj(i -> "q" + i).toList()),
        new Ordinals(IntStream.range(0, DOCUMENTS).mapToObj(i -> "d" + i).toList()),
        Twins.ofVectors(documents),
        0);
  }
}
