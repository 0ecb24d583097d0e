package dev.ehi.lucene;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments of which only codes are left. */
class DroppedVectorsTest {

  private static final String FIELD = "vector";
  private static final List<LeafEncoding> QUANTISED = List.of(LeafEncoding.INT8, LeafEncoding.INT4);
  private static final float ROUNDING = 1e-5f; // of sums of floats, as a share of the length

  private static LeafLayout dropping(LeafEncoding encoding) {
    return new LeafLayout(encoding, 1, RawVectors.DROP);
  }

  private static LeafEncoding draw(RandomGenerator random) {
    return QUANTISED.get(random.nextInt(QUANTISED.size()));
  }

  private static IndexWriterConfig config(Tree tree, LeafLayout layout) {
    return new IndexWriterConfig()
        .setCodec(new EhiCodec(new EhiVectorsFormat(tree, layout)))
        .setMergeScheduler(new SerialMergeScheduler());
  }

  /** Document i has number i. */
  private static void add(
      IndexWriter writer, Vectors vectors, int from, int to, VectorSimilarityFunction similarity)
      throws IOException {
    for (int i = from; i < to; i++) {
      Document document = new Document();
      document.add(new IntPoint("number", i));
      document.add(new NumericDocValuesField("number", i));
      document.add(new KnnFloatVectorField(FIELD, vectors.row(i), similarity));
      writer.addDocument(document);
    }
  }

  private static void delete(IndexWriter writer, int number) throws IOException {
    writer.deleteDocuments(IntPoint.newExactQuery("number", number));
  }

  /**
   * What coding around a mean may move a vector by. The integers nearest to the scaled components
   * are at most half a step off in each; the factor then leaves only what is orthogonal to what is
   * coded, so the error is its length times the tangent of its angle with the codes.
   */
  private static double bound(float[] vector, float[] mean, LeafEncoding encoding) {
    float[] coded = minus(vector, mean);
    double largest = 0;
    for (float v : coded) {
      largest = Math.max(largest, Math.abs(v));
    }
    double halfStep = largest / (encoding == LeafEncoding.INT8 ? 2 * 127 : 15);
    double length = length(coded);
    double sine = Math.sqrt(vector.length) * halfStep / length;
    double error = length == 0 ? 0 : length * sine / Math.sqrt(1 - sine * sine);
    return error + ROUNDING * length(vector);
  }

  private static double length(float[] vector) {
    return Math.sqrt(VectorUtil.dotProduct(vector, vector));
  }

  private static float[] minus(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int j = 0; j < difference.length; j++) {
      difference[j] -= b[j];
    }
    return difference;
  }

  /** What the segments of an index hold, by the number of the document. */
  private static final class Stored {
    private final Map<Integer, Row> rows = new HashMap<>();

    /** In its first leaf; the mean is that which the leaf's codes stand for. */
    private record Row(float[] vector, float[] mean, String segment, int leaf) {}

    Stored(Directory directory) throws IOException {
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext context : reader.leaves()) {
          add(reader, context);
        }
      }
    }

    private void add(DirectoryReader reader, LeafReaderContext context) throws IOException {
      LeafField field = requireNonNull(EhiVectorsReader.leaves(context.reader(), FIELD));
      LeafCodes codes = requireNonNull(field.codes());
      CodedRows coded = new CodedRows(field, codes);
      CodedRow row = new CodedRow(codes.quantiser());
      FloatVectorValues values = context.reader().getFloatVectorValues(FIELD);
      RandomAccessInput positions = field.positions();
      Bits live = context.reader().getLiveDocs();
      for (int ordinal = 0; ordinal < values.size(); ordinal++) {
        int document = values.ordToDoc(ordinal);
        if (live == null || live.get(document)) {
          int leaf = field.leafOf(field.position(positions, ordinal, 0));
          float[] mean = new float[field.dimension()];
          coded.mean(leaf, row);
          codes.quantiser().decode(row.codes, row.factor, mean);
          rows.put(
              Documents.number(reader, context.docBase + document),
              new Row(values.vectorValue(ordinal).clone(), mean, context.toString(), leaf));
        }
      }
    }

    Row row(int number) {
      return requireNonNull(rows.get(number));
    }

    /** How many documents share a leaf of a segment with one, itself included. */
    long companions(int number) {
      Row own = row(number);
      return rows.values().stream()
          .filter(row -> row.leaf == own.leaf && row.segment.equals(own.segment))
          .count();
    }

    /** The root of the mean square. */
    double error(Vectors exact) {
      return Math.sqrt(
          rows.entrySet().stream()
              .mapToDouble(
                  entry -> length(minus(entry.getValue().vector, exact.row(entry.getKey()))))
              .map(error -> error * error)
              .average()
              .orElseThrow());
    }
  }

  @Randomized(times = 20)
  void aVectorIsReadUpToHalfAStepOfItsCodes(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(1, 40) + 1;
    Tree tree = RandomTrees.of(new TreeShape(dim, 5, random.nextInt(1, 3)), random);
    LeafEncoding encoding = draw(random);
    LeafLayout layout = new LeafLayout(encoding, random.nextInt(1, 4), RawVectors.DROP);
    VectorSimilarityFunction similarity = VectorSimilarityFunction.values()[random.nextInt(4)];
    Vectors vectors = TestVectors.gaussian(random.nextInt(1, 150), dim, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, layout))) {
        add(writer, vectors, 0, vectors.size(), similarity);
      }
      Stored stored = new Stored(directory);
      assertThat(stored.rows).hasSize(vectors.size());
      for (int i = 0; i < vectors.size(); i++) {
        float[] vector = vectors.row(i);
        assertThat(length(minus(stored.row(i).vector(), vector)))
            .isLessThanOrEqualTo(bound(vector, stored.row(i).mean(), encoding));
      }
    }
  }

  /** A score is the dot product with the value, for the query as it is coded. */
  @Randomized(times = 20)
  void aScoreIsThatOfTheValueButForTheRoundingOfTheQuery(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(1, 40) + 1;
    Tree tree = RandomTrees.of(new TreeShape(dim, 5, 2), random);
    Vectors vectors = TestVectors.gaussian(random.nextInt(1, 300), dim, random);
    VectorSimilarityFunction similarity = VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(draw(random))))) {
        add(writer, vectors, 0, vectors.size(), similarity);
      }
      Stored stored = new Stored(directory);
      float[] query = TestVectors.gaussian(1, dim, random).row(0);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        int to =
            random.nextInt(1, vectors.size() + 1); // some filters are so narrow that all is scored
        ScoreDoc[] found =
            new IndexSearcher(reader)
                .search(
                    new KnnFloatVectorQuery(
                        FIELD,
                        query,
                        5,
                        IntPoint.newRangeQuery("number", 0, to - 1),
                        new EhiSearchStrategy(new Budget.Beam(random.nextInt(1, 26)))),
                    5)
                .scoreDocs;
        assertThat(found).hasSize(Math.min(5, to));
        for (ScoreDoc hit : found) {
          float[] value = stored.row(Documents.number(reader, hit.doc)).vector();
          double dot = hit.score >= 1 ? hit.score - 1 : 1 - 1 / hit.score; // from Lucene's score
          double error = bound(query, new float[dim], LeafEncoding.INT8) * length(value);
          assertThat(dot).isCloseTo(VectorUtil.dotProduct(query, value), within(error));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(VectorSimilarityFunction.class)
  void findsMostOfTheExactTopTen(VectorSimilarityFunction similarity) throws IOException {
    int k = 10;
    SplittableRandom random = new SplittableRandom(1);
    Vectors all = TestVectors.clustered(2100, 61, 40, .8, random);
    Tree tree = RandomTrees.of(new TreeShape(61, 6, 2), random);
    for (LeafEncoding encoding : QUANTISED) {
      try (Directory directory = new ByteBuffersDirectory()) {
        try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(encoding)))) {
          add(writer, all, 0, 1000, similarity);
          writer.flush();
          add(writer, all, 1000, 2000, similarity);
          for (int i = 0; i < 2000; i += 3) {
            delete(writer, i);
          }
        }
        int common = 0;
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          for (int q = 2000; q < 2100; q++) {
            float[] query = all.row(q);
            KnnFloatVectorQuery knn =
                new KnnFloatVectorQuery(
                    FIELD, query, k, null, new EhiSearchStrategy(new Budget.Beam(36)));
            List<Integer> exact =
                IntStream.range(0, 2000)
                    .filter(i -> i % 3 != 0)
                    .boxed()
                    .sorted(
                        (a, b) ->
                            Float.compare(
                                similarity.compare(query, all.row(b)),
                                similarity.compare(query, all.row(a))))
                    .limit(k)
                    .toList();
            for (ScoreDoc hit : new IndexSearcher(reader).search(knn, k).scoreDocs) {
              common += exact.contains(Documents.number(reader, hit.doc)) ? 1 : 0;
            }
          }
        }
        assertThat(common).isGreaterThanOrEqualTo(encoding == LeafEncoding.INT8 ? 970 : 800);
      }
    }
  }

  /**
   * Each generation adds documents, deletes some and merges all. A vector is coded anew only where
   * the leaf around it has at least doubled, and moves by no more than coding moves it.
   */
  @Randomized(times = 8)
  void mergesAddFewErrors(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(4, 20) + 1;
    LeafEncoding encoding = draw(random);
    VectorSimilarityFunction similarity = VectorSimilarityFunction.values()[random.nextInt(4)];
    Tree tree = RandomTrees.of(new TreeShape(dim, 4, 1), random);
    Vectors vectors = TestVectors.clustered(400, dim, 10, .8, random);
    Map<Integer, Double> allowed = new HashMap<>(); // error of each document
    try (Directory directory = new ByteBuffersDirectory();
        Directory once = new ByteBuffersDirectory()) {
      for (int generation = 0; generation < 10; generation++) {
        int first = 40 * generation;
        Stored before;
        try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(encoding)))) {
          add(writer, vectors, first, first + 40, similarity);
          for (int i = 0; i < 5 * generation; i++) {
            delete(writer, random.nextInt(first));
          }
          writer.commit();
          before = new Stored(directory);
          writer.forceMerge(1);
        }
        for (int i = first; i < first + 40; i++) {
          allowed.put(i, bound(vectors.row(i), before.row(i).mean(), encoding));
        }
        Stored after = new Stored(directory);
        assertThat(after.rows.keySet()).isEqualTo(before.rows.keySet());
        for (int number : after.rows.keySet()) {
          float[] old = before.row(number).vector();
          Stored.Row now = after.row(number);
          if (!Arrays.equals(old, now.vector())) {
            assertThat(after.companions(number))
                .isGreaterThanOrEqualTo(2 * before.companions(number));
            allowed.merge(number, bound(old, now.mean(), encoding), Double::sum);
          }
          assertThat(length(minus(now.vector(), vectors.row(number))))
              .isLessThanOrEqualTo(requireNonNull(allowed.get(number)));
        }
      }
      try (IndexWriter writer = new IndexWriter(once, config(tree, dropping(encoding)))) {
        add(writer, vectors, 0, 400, similarity);
      }
      assertThat(new Stored(directory).error(vectors))
          .isLessThan(2 * new Stored(once).error(vectors));
    }
  }

  /** From what is left of the vectors; what is stored as it is, is that. */
  @Randomized(times = 10)
  void aMergeWithAnotherLayoutOrTreeCodesOnceMore(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(4, 20) + 1;
    VectorSimilarityFunction similarity = VectorSimilarityFunction.values()[random.nextInt(4)];
    Tree tree = RandomTrees.of(new TreeShape(dim, 4, 1), random);
    Tree other = random.nextBoolean() ? tree : RandomTrees.of(new TreeShape(dim, 3, 2), random);
    LeafLayout layout = TestLayouts.draw(random);
    Vectors vectors = TestVectors.unit(100, dim, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(draw(random))))) {
        add(writer, vectors, 0, 100, similarity);
      }
      Stored before = new Stored(directory);
      try (IndexWriter writer = new IndexWriter(directory, config(other, layout))) {
        add(writer, vectors, 0, 1, similarity); // or else there is nothing to merge
        delete(writer, 0);
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        FloatVectorValues values = reader.leaves().getFirst().reader().getFloatVectorValues(FIELD);
        assertThat(values.size()).isEqualTo(99);
        boolean coded = layout.rawVectors() == RawVectors.DROP;
        Map<Integer, Stored.Row> after = coded ? new Stored(directory).rows : Map.of();
        for (int ordinal = 0; ordinal < values.size(); ordinal++) {
          int number = Documents.number(reader, values.ordToDoc(ordinal));
          float[] old = before.row(number).vector();
          double most =
              coded ? bound(old, requireNonNull(after.get(number)).mean(), layout.encoding()) : 0;
          assertThat(length(minus(values.vectorValue(ordinal), old))).isLessThanOrEqualTo(most);
        }
      }
    }
  }

  @Test
  void luceneFindsTheIndexClean() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(9, 4, 2), random);
    Vectors vectors = TestVectors.unit(300, 9, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(directory, config(tree, dropping(LeafEncoding.INT4)))) {
        add(writer, vectors, 0, 200, VectorSimilarityFunction.COSINE);
        writer.flush();
        add(writer, vectors, 200, 300, VectorSimilarityFunction.COSINE);
        delete(writer, 7);
      }
      try (CheckIndex check = new CheckIndex(directory)) {
        check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
        assertThat(check.checkIndex().clean).isTrue();
      }
    }
  }

  @Test
  void refusesToDropTheVectorsOfFloatLeaves() {
    assertThatThrownBy(() -> dropping(LeafEncoding.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be dropped")
        .hasMessageContaining("int8 or int4");
  }
}
