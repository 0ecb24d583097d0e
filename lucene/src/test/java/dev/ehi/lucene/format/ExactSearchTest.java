package dev.ehi.lucene.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.Documents;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Exhaustive search is the oracle: a beam of all leaves must find the same. */
class ExactSearchTest {

  private static final String FIELD = "vector";
  private static final double MAY_BE_MISSED = .03; // of all results

  @TempDir private Path path;

  /** Document number i has value i in the fields "number"; some documents have no vector. */
  private static final class Corpus {
    private final SplittableRandom random;
    private final VectorSimilarityFunction similarity;
    private final LeafLayout layout;
    private final Tree tree;
    private final Vectors vectors; // (documents, dim)
    private final boolean[] hasVector; // (documents)
    private final boolean[] deleted; // (documents)

    Corpus(long seed, Function<SplittableRandom, LeafLayout> layouts) {
      random = new SplittableRandom(seed);
      similarity = VectorSimilarityFunction.values()[random.nextInt(4)];
      layout = layouts.apply(random);
      int dim = random.nextInt(1, 70);
      int documents = random.nextInt(1, 400);
      tree = RandomTrees.of(new TreeShape(dim, random.nextInt(1, 7), random.nextInt(1, 4)), random);
      vectors = vectors(documents);
      hasVector = new boolean[documents];
      deleted = new boolean[documents];
      double density = random.nextBoolean() ? 1 : random.nextDouble();
      double deletions = random.nextBoolean() ? 0 : random.nextDouble();
      for (int i = 0; i < documents; i++) {
        hasVector[i] = random.nextDouble() < density;
        deleted[i] = random.nextDouble() < deletions;
      }
    }

    Vectors vectors(int size) {
      return similarity == VectorSimilarityFunction.DOT_PRODUCT
          ? TestVectors.unit(size, tree.shape().dim(), random)
          : TestVectors.gaussian(size, tree.shape().dim(), random);
    }

    /** Scores of the documents that match, best first. */
    List<Float> exact(float[] query, int from, int to) {
      List<Float> scores = new ArrayList<>();
      for (int i = from; i < to; i++) {
        if (hasVector[i] && !deleted[i]) {
          scores.add(score(query, i));
        }
      }
      scores.sort(Comparator.reverseOrder());
      return scores;
    }

    float score(float[] query, int document) {
      return similarity.compare(query, vectors.row(document));
    }
  }

  private Directory directory(SplittableRandom random) throws IOException {
    return switch (random.nextInt(4)) {
      case 0 -> new ByteBuffersDirectory();
      case 1 -> new NIOFSDirectory(path);
      case 2 -> new MMapDirectory(path, 1 << random.nextInt(8, 12)); // leaves span its chunks
      default -> new MMapDirectory(path);
    };
  }

  private static void write(Corpus corpus, Directory directory) throws IOException {
    SplittableRandom random = corpus.random;
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new EhiCodec(new EhiVectorsFormat(corpus.tree, corpus.layout)));
    if (random.nextBoolean()) {
      config.setMergePolicy(NoMergePolicy.INSTANCE);
    }
    if (random.nextInt(4) == 0) {
      config.setIndexSort(new Sort(new SortField("order", SortField.Type.LONG)));
    }
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < corpus.hasVector.length; i++) {
        Document document = new Document();
        document.add(new IntPoint("number", i));
        document.add(new NumericDocValuesField("number", i));
        document.add(new NumericDocValuesField("order", random.nextInt()));
        if (corpus.hasVector[i]) {
          document.add(new KnnFloatVectorField(FIELD, corpus.vectors.row(i), corpus.similarity));
        }
        writer.addDocument(document);
        if (random.nextInt(60) == 0) {
          writer.flush();
        }
      }
      boolean mergedLate = random.nextBoolean();
      if (!mergedLate && random.nextInt(3) == 0) {
        writer.forceMerge(1);
      }
      for (int i = 0; i < corpus.deleted.length; i++) {
        if (corpus.deleted[i]) {
          writer.deleteDocuments(IntPoint.newExactQuery("number", i));
        }
      }
      writer.commit();
      if (mergedLate) {
        writer.forceMerge(1);
      }
    }
  }

  private static @Nullable Executor executor(SplittableRandom random) {
    return random.nextBoolean() ? null : command -> Thread.ofVirtual().start(command);
  }

  @Randomized(times = 25)
  void aBeamOfAllLeavesIsExact(long seed) throws IOException {
    Corpus corpus = new Corpus(seed, TestLayouts::drawKeeping);
    SplittableRandom random = corpus.random;
    try (Directory directory = directory(random)) {
      write(corpus, directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader, executor(random));
        EhiSearchStrategy everything =
            new EhiSearchStrategy(new Budget.Beam(corpus.tree.shape().leaves()));
        int wanted = 0;
        double missing = 0;
        for (int i = 0; i < 10; i++) {
          float[] query = corpus.vectors(1).row(0);
          int from = random.nextInt(corpus.deleted.length);
          int to = random.nextInt(from, corpus.deleted.length) + 1;
          boolean filtered = random.nextBoolean();
          Query filter = filtered ? IntPoint.newRangeQuery("number", from, to - 1) : null;
          List<Float> exact =
              filtered
                  ? corpus.exact(query, from, to)
                  : corpus.exact(query, 0, corpus.deleted.length);
          int k = random.nextInt(1, 30);
          ScoreDoc[] found =
              searcher.search(new KnnFloatVectorQuery(FIELD, query, k, filter, everything), k)
                  .scoreDocs;
          wanted += found.length;
          missing +=
              missing(corpus, reader, query, found, exact.subList(0, Math.min(k, exact.size())));
        }
        assertThat(missing)
            .isLessThanOrEqualTo(
                corpus.layout.encoding() == LeafEncoding.FLOAT32 ? 0 : MAY_BE_MISSED * wanted + 1);
      }
    }
  }

  /** All scores are exact; estimates may cost a quantised index the last of the best. */
  private static int missing(
      Corpus corpus, DirectoryReader reader, float[] query, ScoreDoc[] found, List<Float> exact)
      throws IOException {
    assertThat(found).hasSize(exact.size());
    int missing = 0;
    for (int rank = 0; rank < found.length; rank++) {
      int number = Documents.number(reader, found[rank].doc);
      float own = corpus.score(query, number);
      assertThat(found[rank].score).isCloseTo(own, within(1e-4f * (1 + Math.abs(own))));
      float least = exact.getLast();
      if (found[rank].score < least - 1e-4f * (1 + Math.abs(least))) {
        missing++;
      }
    }
    return missing;
  }

  @Randomized(times = 12)
  void aSmallBudgetStillFindsKDocuments(long seed) throws IOException {
    Corpus corpus = new Corpus(seed, TestLayouts::draw);
    SplittableRandom random = corpus.random;
    try (Directory directory = directory(random)) {
      write(corpus, directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader, executor(random));
        for (Budget budget : List.of(new Budget.Beam(1), new Budget.Documents(1))) {
          EhiSearchStrategy strategy = EhiSearchStrategy.of(budget, reader, FIELD);
          float[] query = corpus.vectors(1).row(0);
          int to = random.nextInt(1, corpus.deleted.length + 1);
          int k = random.nextInt(1, 30);
          Query filter = IntPoint.newRangeQuery("number", 0, to - 1);
          ScoreDoc[] found =
              searcher.search(new KnnFloatVectorQuery(FIELD, query, k, filter, strategy), k)
                  .scoreDocs;
          assertThat(found).hasSize(Math.min(k, corpus.exact(query, 0, to).size()));
        }
      }
    }
  }

  @Randomized(times = 6)
  void luceneFindsTheIndexClean(long seed) throws IOException {
    Corpus corpus = new Corpus(seed, TestLayouts::draw);
    try (Directory directory = directory(corpus.random)) {
      write(corpus, directory);
      try (CheckIndex check = new CheckIndex(directory)) {
        check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
        assertThat(check.checkIndex().clean).isTrue();
      }
    }
  }
}
