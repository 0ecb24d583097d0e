package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.lucene.scan.Sources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;

/** Against a search that sorts all documents of the opened leaves in each round. */
class LinkedSearchTest {
  private static final int DIM = 16;

  private static Tree tree(Vectors documents) {
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(documents, 60, KMeans.Config.seeded(1), Progress.none()), .1f);
    return tree.withLinks(new LinkLearner(tree, documents).addDocuments(Progress.none()).links(5));
  }

  private static List<Integer> best(
      float[] query, Vectors documents, int[] leafOf, Set<Integer> in) {
    return IntStream.range(0, leafOf.length)
        .filter(document -> in.contains(leafOf[document]))
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                document -> -DotProduct.best().dot(documents.row(document), query)))
        .toList();
  }

  private static float dot(float[] query, Vectors documents, int document) {
    return DotProduct.best().dot(documents.row(document), query);
  }

  private static float score(float[] query, Vectors documents, int document) {
    return VectorSimilarityFunction.DOT_PRODUCT.compare(documents.row(document), query);
  }

  private static Set<Integer> opened(
      float[] query,
      Vectors documents,
      Tree tree,
      int[] leafOf,
      Stop first,
      double level,
      Sources sources) {
    List<Integer> ranked = new ArrayList<>();
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    float least = Float.NaN; // log-probability of the best leaf
    boolean opens = true;
    while (opens && ranked.size() < 60) {
      int leaf = cursor.next();
      least = ranked.isEmpty() ? cursor.logProbability() : least;
      opens =
          switch (first) {
            case Stop.Documents() ->
                best(query, documents, leafOf, Set.copyOf(ranked)).size() < level;
            case Stop.Gap() -> least - cursor.logProbability() < level;
            default -> ranked.isEmpty() || -cursor.logProbability() <= level;
          };
      if (opens) {
        ranked.add(leaf);
      }
    }
    Set<Integer> opened = new TreeSet<>();
    LinkWalk walk = new LinkWalk(tree.links().orElseThrow());
    walk.begin(query);
    for (int rank = 0; rank < ranked.size(); rank += 16) {
      int[] next = ranked.stream().skip(rank).limit(16).mapToInt(Integer::intValue).toArray();
      List<Integer> found = best(query, documents, leafOf, opened);
      float ofInterest = Float.NEGATIVE_INFINITY;
      if (found.size() >= 10) {
        float near = 2 * sources.least(score(query, documents, found.getFirst())) - 1;
        float worst =
            found.size() < sources.most()
                ? Float.NEGATIVE_INFINITY
                : dot(query, documents, found.get(sources.most() - 1));
        ofInterest = Math.min(dot(query, documents, found.get(9)), Math.max(near, worst));
      }
      IntStream.of(walk.openPromising(next, ofInterest)).forEach(opened::add);
    }
    int[] next;
    do {
      List<Integer> found = best(query, documents, leafOf, opened);
      float highest = found.isEmpty() ? 0 : score(query, documents, found.getFirst());
      List<Integer> from =
          found.stream()
              .limit(sources.most())
              .takeWhile(document -> score(query, documents, document) >= sources.least(highest))
              .toList();
      boolean isFull = found.size() >= sources.most();
      float worst =
          isFull ? dot(query, documents, found.get(sources.most() - 1)) : Float.NEGATIVE_INFINITY;
      next =
          walk.next(
              from.stream().mapToInt(document -> leafOf[document]).toArray(),
              Math.max(worst, 2 * sources.least(highest) - 1));
      IntStream.of(next).forEach(opened::add);
    } while (next.length > 0);
    return opened;
  }

  @Randomized(times = 3)
  void opensWhatTheBestDocumentsAreLinkedTo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Embeddings embeddings = RandomSet.embeddings("random", seed, 400, 20, DIM);
    Vectors documents = embeddings.documents();
    Tree tree = tree(documents);
    Router router = tree.documentRouter();
    int[] leafOf = IntStream.range(0, 400).map(i -> router.leaf(documents.row(i))).toArray();
    LinkedSearch search =
        new LinkedSearch(
            LeafIndex.build(tree, documents, 1, Progress.none()), new Corpus(embeddings));
    for (int q = 0; q < 20; q++) {
      float[] query = embeddings.test().vectors().row(q);
      Stop first =
          List.of(new Stop.Documents(), new Stop.Gap(), new Stop.Surprisal(1))
              .get(random.nextInt(3));
      double level =
          first instanceof Stop.Documents ? random.nextInt(1, 60) : random.nextDouble() * 4;
      Sources sources =
          random.nextBoolean()
              ? new Sources.Best(random.nextInt(1, 20))
              : new Sources.Near(random.nextDouble());
      Set<Integer> opened = opened(query, documents, tree, leafOf, first, level, sources);
      List<Integer> expected = best(query, documents, leafOf, opened);

      Found found = search.search(query, first, level, sources, 10, 25);

      assertThat(found.visited()).isEqualTo(expected.size());
      assertThat(IntStream.of(found.hits().documents()).boxed().toList())
          .isEqualTo(expected.subList(0, Math.min(25, expected.size())));
      assertThat(found.routing()).isPositive();
    }
  }

  @Test
  void needsLinksAndEachDocumentInOneLeafAndToKnowWhenToBegin() {
    Embeddings embeddings = RandomSet.embeddings("random", 1, 100, 5, DIM);
    Corpus corpus = new Corpus(embeddings);
    Vectors documents = embeddings.documents();
    LeafIndex twice = LeafIndex.build(tree(documents), documents, 2, Progress.none());
    LeafIndex unlinked = LeafIndex.build(Tree.single(DIM), documents, 1, Progress.none());
    assertThatThrownBy(() -> new LinkedSearch(twice, corpus)).hasMessageContaining("one leaf");
    assertThatThrownBy(() -> new LinkedSearch(unlinked, corpus)).hasMessageContaining("links");
    LinkedSearch search =
        new LinkedSearch(LeafIndex.build(tree(documents), documents, 1, Progress.none()), corpus);
    assertThatThrownBy(
            () -> search.search(documents.row(0), new Stop.Mass(1), .5, new Sources.Best(1), 1, 1))
        .hasMessageContaining("mass");
  }
}
