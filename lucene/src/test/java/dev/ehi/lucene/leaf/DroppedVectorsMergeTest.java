package dev.ehi.lucene.leaf;

import static dev.ehi.lucene.leaf.DroppingIndexes.add;
import static dev.ehi.lucene.leaf.DroppingIndexes.config;
import static dev.ehi.lucene.leaf.DroppingIndexes.delete;
import static dev.ehi.lucene.leaf.DroppingIndexes.draw;
import static dev.ehi.lucene.leaf.DroppingIndexes.dropping;
import static dev.ehi.lucene.leaf.StoredCodes.FIELD;
import static dev.ehi.lucene.leaf.StoredCodes.bound;
import static dev.ehi.lucene.leaf.StoredCodes.length;
import static dev.ehi.lucene.leaf.StoredCodes.minus;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.testing.Documents;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** What merges do to segments of which only codes are left. */
class DroppedVectorsMergeTest {

  /**
   * Each generation adds documents, deletes some and merges all. A vector is coded anew only where
   * the leaf around it has at least doubled, got a mean or lost it, and moves by no more than
   * coding moves it.
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
        StoredCodes before;
        try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(encoding)))) {
          add(writer, vectors, first, first + 40, similarity);
          for (int i = 0; i < 5 * generation; i++) {
            delete(writer, random.nextInt(first));
          }
          writer.commit();
          before = new StoredCodes(directory);
          writer.forceMerge(1);
        }
        for (int i = first; i < first + 40; i++) {
          allowed.put(i, bound(vectors.row(i), before.row(i).mean(), encoding));
        }
        StoredCodes after = new StoredCodes(directory);
        assertThat(after.rows().keySet()).isEqualTo(before.rows().keySet());
        for (int number : after.rows().keySet()) {
          float[] old = before.row(number).vector();
          StoredCodes.Row now = after.row(number);
          if (!Arrays.equals(old, now.vector())) {
            if (now.isCentred() == before.row(number).isCentred()) {
              assertThat(after.companions(number))
                  .isGreaterThanOrEqualTo(2 * before.companions(number));
            }
            allowed.merge(number, bound(old, now.mean(), encoding), Double::sum);
          }
          assertThat(length(minus(now.vector(), vectors.row(number))))
              .isLessThanOrEqualTo(requireNonNull(allowed.get(number)));
        }
      }
      try (IndexWriter writer = new IndexWriter(once, config(tree, dropping(encoding)))) {
        add(writer, vectors, 0, 400, similarity);
      }
      assertThat(new StoredCodes(directory).error(vectors))
          .isLessThan(2 * new StoredCodes(once).error(vectors));
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
      StoredCodes before = new StoredCodes(directory);
      try (IndexWriter writer = new IndexWriter(directory, config(other, layout))) {
        add(writer, vectors, 0, 1, similarity); // or else there is nothing to merge
        delete(writer, 0);
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        FloatVectorValues values = reader.leaves().getFirst().reader().getFloatVectorValues(FIELD);
        assertThat(values.size()).isEqualTo(99);
        boolean coded = layout.rawVectors() == RawVectors.DROP;
        Map<Integer, StoredCodes.Row> after = coded ? new StoredCodes(directory).rows() : Map.of();
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

  /** Where vectors come to leaves that were empty, there is no mean to keep. */
  @Randomized(times = 20)
  void aMergeIntoMoreLeavesFillsThoseThatWereEmpty(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(4, 20) + 1;
    Tree tree = RandomTrees.of(new TreeShape(dim, 4, 1), random);
    LeafEncoding encoding = draw(random);
    LeafLayout spilled = new LeafLayout(encoding, 4, RawVectors.DROP);
    Vectors vectors = TestVectors.unit(2, dim, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(encoding)))) {
        add(writer, vectors, 0, 2, VectorSimilarityFunction.DOT_PRODUCT);
      }
      try (IndexWriter writer = new IndexWriter(directory, config(tree, spilled))) {
        delete(writer, 1); // or else there is nothing to merge
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        FloatVectorValues values = reader.leaves().getFirst().reader().getFloatVectorValues(FIELD);
        assertThat(values.size()).isEqualTo(1);
        double most = 2 * bound(vectors.row(0), new float[dim], encoding);
        assertThat(length(minus(values.vectorValue(0), vectors.row(0)))).isLessThanOrEqualTo(most);
      }
    }
  }
}
