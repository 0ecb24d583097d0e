package dev.ehi.lucene.leaf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.testing.Documents;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.Test;

class MergeTest {

  private static final String FIELD = "vector";
  private static final int DIM = 10;

  private static IndexWriterConfig config(Codec codec, boolean sorted) {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(codec);
    return sorted
        ? config.setIndexSort(new Sort(new SortField("order", SortField.Type.LONG)))
        : config;
  }

  private static Codec codec(Tree tree) {
    return codec(tree, LeafLayout.STANDARD);
  }

  private static Codec codec(Tree tree, LeafLayout layout) {
    return new EhiCodec(new EhiVectorsFormat(tree, layout));
  }

  private static void add(
      Directory directory,
      IndexWriterConfig config,
      Vectors vectors,
      int from,
      int to,
      SplittableRandom random)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = from; i < to; i++) {
        Document document = new Document();
        document.add(new IntPoint("number", i));
        document.add(new NumericDocValuesField("number", i));
        document.add(new NumericDocValuesField("order", random.nextInt()));
        if (i % 7 != 3) {
          document.add(
              new KnnFloatVectorField(FIELD, vectors.row(i), VectorSimilarityFunction.EUCLIDEAN));
        }
        writer.addDocument(document);
        if (random.nextInt(30) == 0) {
          writer.flush();
        }
      }
      for (int i = from; i < to; i++) {
        if (i % 5 == 0) {
          writer.deleteDocuments(IntPoint.newExactQuery("number", i));
        }
      }
    }
  }

  private static void merge(Directory directory, IndexWriterConfig config) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      writer.forceMerge(1);
    }
  }

  private static void assertRoutedBy(Tree tree, Directory directory, Vectors vectors)
      throws IOException {
    assertRoutedBy(tree, 1, directory, vectors);
  }

  /**
   * Every vector is there with its document, in the {@code copies} leaves where {@code tree} routes
   * it, the most probable first.
   */
  private static void assertRoutedBy(Tree tree, int copies, Directory directory, Vectors vectors)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSize(1);
      LeafReader segment = reader.leaves().getFirst().reader();
      LeafField field = requireNonNull(LeafFields.find(segment, FIELD));
      assertThat(field.tree().id()).isEqualTo(tree.id());
      assertThat(field.copies()).isEqualTo(copies);
      PositionVectorValues stored = new PositionVectorValues(field);
      RandomAccessInput documents = field.documents();
      Router router = tree.documentRouter();
      int seen = 0;
      for (int leaf = 0; leaf < tree.shape().leaves(); leaf++) {
        int before = -1;
        for (int position = field.start(leaf); position < field.end(leaf); position++) {
          int document = LeafField.document(documents, position);
          float[] vector = stored.vectorValue(position);
          assertThat(document).isGreaterThan(before);
          assertThat(vector).isEqualTo(vectors.row(Documents.number(reader, document)));
          assertThat(firstLeaves(router, vector, copies)).contains(leaf);
          before = document;
          seen++;
        }
      }
      FloatVectorValues values = segment.getFloatVectorValues(FIELD);
      int expected = 0;
      for (int i = 0; i < vectors.size(); i++) {
        if (i % 7 != 3 && i % 5 != 0) {
          expected++;
        }
      }
      assertThat(values.size()).isEqualTo(expected);
      assertThat(seen).isEqualTo(expected * copies);
      RandomAccessInput positions = field.positions();
      for (int ordinal = 0; ordinal < expected; ordinal++) {
        int[] leaves = firstLeaves(router, values.vectorValue(ordinal), copies);
        for (int copy = 0; copy < copies; copy++) {
          int position = field.position(positions, ordinal, copy);
          assertThat(field.leafOf(position)).isEqualTo(leaves[copy]);
          assertThat(LeafField.document(documents, position)).isEqualTo(values.ordToDoc(ordinal));
        }
      }
    }
  }

  private static int[] firstLeaves(Router router, float[] vector, int count) {
    LeafCursor cursor = router.bestFirst(vector);
    return IntStream.range(0, count).map(i -> cursor.next()).toArray();
  }

  private static void assertEncoded(LeafEncoding encoding, Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      LeafReader segment = reader.leaves().getFirst().reader();
      LeafField field = requireNonNull(LeafFields.find(segment, FIELD));
      assertThat(field.layout().encoding()).isEqualTo(encoding);
      assertThat(field.codes() == null).isEqualTo(encoding == LeafEncoding.FLOAT32);
    }
  }

  @Randomized(times = 15)
  void carriesLeavesOverWhenTheTreeIsTheSame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 4, random.nextInt(1, 4)), random);
    Vectors vectors = TestVectors.gaussian(200, DIM, random);
    boolean sorted = random.nextBoolean();
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, config(codec(tree), sorted), vectors, 0, 200, random);
      merge(directory, config(codec(tree), sorted));
      assertRoutedBy(tree, directory, vectors);
    }
  }

  @Randomized(times = 15)
  void aMergedSegmentHasTheLayoutOfItsWriter(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 4, 1), random);
    Vectors vectors = TestVectors.gaussian(200, DIM, random);
    LeafLayout after = TestLayouts.drawKeeping(random);
    try (Directory directory = new ByteBuffersDirectory()) {
      for (int from = 0; from < 200; from += 50) {
        IndexWriterConfig config = config(codec(tree, TestLayouts.drawKeeping(random)), false);
        add(
            directory,
            config.setMergePolicy(NoMergePolicy.INSTANCE),
            vectors,
            from,
            from + 50,
            random);
      }
      merge(directory, config(codec(tree, after), false));
      assertRoutedBy(tree, after.leavesPerDocument(), directory, vectors);
      assertEncoded(after.encoding(), directory);
    }
  }

  @Randomized(times = 15)
  void routesAgainWhenTheTreeIsAnother(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree first = RandomTrees.of(new TreeShape(DIM, 4, 1), random);
    Tree second = RandomTrees.of(new TreeShape(DIM, 3, 2), random);
    Vectors vectors = TestVectors.gaussian(200, DIM, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, config(codec(first), false), vectors, 0, 100, random);
      add(directory, config(codec(second), false), vectors, 100, 200, random);
      merge(directory, config(codec(second), false));
      assertRoutedBy(second, directory, vectors);
    }
  }

  @Test
  void routesVectorsThatComeFromLucenesFormat() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 4, 2), random);
    Vectors vectors = TestVectors.gaussian(200, DIM, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, config(Codec.getDefault(), false), vectors, 0, 150, random);
      add(directory, config(codec(tree), false), vectors, 150, 200, random);
      merge(directory, config(codec(tree), false));
      assertRoutedBy(tree, directory, vectors);
    }
  }

  @Test
  void aWriterWithoutATreeKeepsTheLargestTreeOfTheIndex() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 4, 2), random);
    Vectors vectors = TestVectors.gaussian(200, DIM, random);
    Codec withoutTree = new EhiCodec(new EhiVectorsFormat());
    try (Directory directory = new ByteBuffersDirectory()) {
      add(directory, config(codec(tree), false), vectors, 0, 180, new SplittableRandom(5));
      merge(directory, config(codec(tree), false));
      add(directory, config(withoutTree, false), vectors, 180, 200, random);
      merge(directory, config(withoutTree, false));
      assertRoutedBy(tree, directory, vectors);
    }
  }

  @Test
  void refusesAFieldOfAnotherDimensionThanTheTree() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(DIM + 1, 4, 1), random);
    Vectors vectors = TestVectors.gaussian(20, DIM, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      assertThatThrownBy(() -> add(directory, config(codec(tree), false), vectors, 0, 20, random))
          .hasStackTraceContaining("the tree is for vectors of dimension 11, the field has 10");
    }
  }
}
