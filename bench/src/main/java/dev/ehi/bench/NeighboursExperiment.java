package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LinkedSearch;
import dev.ehi.eval.curve.Stop;
import dev.ehi.eval.lucene.SegmentIndex;
import dev.ehi.lucene.scan.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * Whether a search should go on from the best documents of the leaves to their neighbours. A search
 * opens the most probable leaves until so many documents are visited, or those up to a surprisal;
 * then, as long as it has not gone on from each of the best few documents, it visits what these are
 * linked to: other documents, or the leaves next to theirs, with more or fewer links that were
 * learned from documents or from training queries. The dev queries choose the cheapest settings
 * that find a share of their exact top 10, documents visited and dot products of routing counted
 * alike; the test queries are searched with them. For comparison the tree alone, and Lucene's HNSW.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; and the set as
 * {@code ehi encode} writes it.
 */
public final class NeighboursExperiment {
  private static final int K = 10;
  private static final double[] RECALLS = {.8, .9, .95, .98, .99};
  private static final int[] FEW = {8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384}; // documents
  private static final double HIGHEST_SURPRISAL = 11; // nats
  private static final int[] MANY = {512, 768, 1024, 1536, 2048, 3072, 4096};
  private static final int[] BEST = {1, 2, 3, 5, 7, 10, 16, 24, 40, 64, 100, 160};
  private static final int[] LINKS = {8, 16, 32};
  private static final int MOST_LINKS = 32;
  private static final int[] LEAF_LINKS = {4, 8, 16, 32};
  private static final int[] EF = {
    10, 14, 20, 28, 40, 56, 80, 112, 160, 226, 320, 452, 640, 905, 1280
  };

  private final Tree tree;
  private final Vectors documents; // (documents, dim)
  private final int[][] inLeaf; // (leaves, documents of the leaf)

  private NeighboursExperiment(Tree tree, Vectors documents) {
    this.tree = tree;
    this.documents = documents;
    Router router = tree.documentRouter();
    List<List<Integer>> members = new ArrayList<>();
    IntStream.range(0, tree.shape().leaves()).forEach(leaf -> members.add(new ArrayList<>()));
    IntStream.range(0, documents.size())
        .forEach(document -> members.get(router.leaf(documents.row(document))).add(document));
    inLeaf =
        members.stream()
            .map(leaf -> leaf.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /**
   * A query.
   *
   * @param vector // (dim)
   * @param scores of all documents // (documents)
   * @param nearest the exact top 10 // (10)
   */
  private record Asked(float[] vector, float[] scores, int[] nearest) {}

  /** How much of the top 10 a search found, how many documents it scored and what routing cost. */
  private record Outcome(double recall, double visited, double routing) {
    double cost() {
      return visited + routing;
    }
  }

  /** A way to search. */
  private interface Search {
    Outcome of(Asked query);

    default Outcome mean(List<Asked> queries) {
      List<Outcome> all = queries.parallelStream().map(this::of).toList();
      return new Outcome(
          average(all, Outcome::recall),
          average(all, Outcome::visited),
          average(all, Outcome::routing));
    }

    private static double average(List<Outcome> all, ToDoubleFunction<Outcome> value) {
      return all.stream().mapToDouble(value).average().orElse(0);
    }
  }

  /** A search with settings, and what it comes to on the dev queries. */
  private record Tried(String settings, Search search, Outcome dev) {}

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    new NeighboursExperiment(TreeArgument.of(arguments[0], documents), documents).run(set);
  }

  private void run(EncodedSet set) {
    List<Asked> dev = asked(set.dev());
    List<Asked> test = asked(set.test());
    report("tree", treeAlone(dev), test);
    Progress none = Progress.none();
    LinkLearner near = new LinkLearner(tree, documents).addDocuments(none);
    LinkLearner asked = new LinkLearner(tree, documents).addQueries(set.train(), none);
    LinkLearner both =
        new LinkLearner(tree, documents).addDocuments(none).addQueries(set.train(), none);
    int standard = LeafLinks.STANDARD;
    report("of documents", throughLeaves(set, near.links(standard), visits(), dev), test);
    report("of queries", throughLeaves(set, asked.links(standard), visits(), dev), test);
    for (int links : LEAF_LINKS) {
      report(links + " leaves", throughLeaves(set, both.links(links), visits(), dev), test);
    }
    LeafLinks links = both.links(standard);
    report("surprisal", throughLeaves(set, links, surprisals(), dev), test);
    LeafLinks unseen = LeafLinks.of(standard, links.toArray());
    report("no sketches", throughLeaves(set, unseen, surprisals(), dev), test);
    report("documents", throughDocuments(dev), test);
    try (SegmentIndex graph =
        SegmentIndex.build(new Lucene99HnswVectorsFormat(16, 200, 0), documents, Progress.none())) {
      report("Lucene HNSW", hnsw(graph, dev), test);
    }
  }

  private List<Asked> asked(Vectors queries) {
    return IntStream.range(0, queries.size())
        .mapToObj(
            query -> {
              float[] vector = queries.row(query);
              float[] scores = new float[documents.size()];
              DotProduct.best().rows(documents.segment(), 0, scores.length, vector, scores);
              return new Asked(vector, scores, ExactNeighbours.of(documents, vector, K));
            })
        .toList();
  }

  private List<Tried> treeAlone(List<Asked> dev) {
    return IntStream.concat(Arrays.stream(FEW), Arrays.stream(MANY))
        .mapToObj(
            visits -> {
              Search search = query -> outcome(walk(query).open(visits), query);
              return new Tried(visits + " documents", search, search.mean(dev));
            })
        .toList();
  }

  /** When to begin to follow links. */
  private record First(Stop stop, double level) {}

  private static List<First> visits() {
    return Arrays.stream(FEW).mapToObj(visits -> new First(new Stop.Documents(), visits)).toList();
  }

  private static List<First> surprisals() {
    return DoubleStream.iterate(2, nats -> nats <= HIGHEST_SURPRISAL, nats -> nats + .5)
        .mapToObj(nats -> new First(new Stop.Surprisal(1), nats))
        .toList();
  }

  /** On to linked leaves. */
  private List<Tried> throughLeaves(
      EncodedSet set, LeafLinks links, List<First> firsts, List<Asked> dev) {
    LeafIndex index = LeafIndex.build(tree.withLinks(links), documents, 1, Progress.none());
    Corpus corpus = new Corpus(set.name(), set.documents().ids(), documents);
    ThreadLocal<LinkedSearch> searches =
        ThreadLocal.withInitial(() -> new LinkedSearch(index, corpus));
    List<Tried> all = new ArrayList<>();
    for (First first : firsts) {
      for (int best : BEST) {
        Search search =
            query -> {
              Found found =
                  searches
                      .get()
                      .search(
                          query.vector(),
                          first.stop(),
                          first.level(),
                          new Sources.Best(best),
                          K,
                          K);
              double recall = overlap(found.hits().documents(), query.nearest());
              return new Outcome(recall, found.visited(), found.routing());
            };
        all.add(
            new Tried(
                "%s, on from %d".formatted(first.stop().at(first.level()), best),
                search,
                search.mean(dev)));
      }
    }
    return all;
  }

  private List<Tried> throughDocuments(List<Asked> dev) {
    NeighbourGraph near = NeighbourGraph.ofDocuments(documents, MOST_LINKS);
    List<Tried> all = new ArrayList<>();
    for (int visits : FEW) {
      for (int best : BEST) {
        for (int links : LINKS) {
          Search search =
              query -> outcome(walk(query).open(visits).documentsNextTo(best, near, links), query);
          String settings = "%d documents, %d links of %d".formatted(visits, links, best);
          all.add(new Tried(settings, search, search.mean(dev)));
        }
      }
    }
    return all;
  }

  private List<Tried> hnsw(SegmentIndex graph, List<Asked> dev) {
    return Arrays.stream(EF)
        .mapToObj(
            ef -> {
              Search search =
                  query -> {
                    Found found = graph.search(query.vector(), ef, KnnSearchStrategy.Hnsw.DEFAULT);
                    int[] top = Arrays.copyOf(found.hits().documents(), K);
                    return new Outcome(overlap(top, query.nearest()), found.visited(), 0);
                  };
              return new Tried("ef " + ef, search, search.mean(dev));
            })
        .toList();
  }

  private NeighbourWalk walk(Asked query) {
    return new NeighbourWalk(tree.queryRouter(), query.vector(), query.scores(), inLeaf);
  }

  private static Outcome outcome(NeighbourWalk walk, Asked query) {
    return new Outcome((double) walk.found(query.nearest()) / K, walk.visited(), walk.routing());
  }

  private static double overlap(int[] found, int[] nearest) {
    return Arrays.stream(nearest).filter(n -> Arrays.stream(found).anyMatch(f -> f == n)).count()
        / (double) K;
  }

  private void report(String name, List<Tried> tried, List<Asked> test) {
    for (double recall : RECALLS) {
      Optional<Tried> chosen =
          tried.stream()
              .filter(t -> t.dev().recall() >= recall)
              .min(Comparator.comparingDouble(t -> t.dev().cost()));
      if (chosen.isEmpty()) {
        System.out.printf(Locale.ROOT, "%-20s recall %.2f: not reached%n", name, recall);
        continue;
      }
      Outcome outcome = chosen.get().search().mean(test);
      System.out.printf(
          Locale.ROOT,
          "%-20s recall %.2f: %.4f found, cost %.2f %% of the corpus, %.1f documents visited, routing %.1f (%s)%n",
          name,
          recall,
          outcome.recall(),
          100 * outcome.cost() / documents.size(),
          outcome.visited(),
          outcome.routing(),
          chosen.get().settings());
    }
  }
}
