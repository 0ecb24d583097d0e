package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiVectorsFormat;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;

/** Indexes to be written whose documents have a number and a vector. */
final class DroppingIndexes {

  private DroppingIndexes() {}

  /** Codes alone, every document in one leaf. */
  static LeafLayout dropping(LeafEncoding encoding) {
    return new LeafLayout(encoding, 1, RawVectors.DROP);
  }

  /** A quantised encoding. */
  static LeafEncoding draw(RandomGenerator random) {
    return random.nextBoolean() ? LeafEncoding.INT8 : LeafEncoding.INT4;
  }

  static IndexWriterConfig config(Tree tree, LeafLayout layout) {
    return new IndexWriterConfig()
        .setCodec(new EhiCodec(new EhiVectorsFormat(tree, layout)))
        .setMergeScheduler(new SerialMergeScheduler());
  }

  /** Document i has number i. */
  static void add(
      IndexWriter writer, Vectors vectors, int from, int to, VectorSimilarityFunction similarity)
      throws IOException {
    for (int i = from; i < to; i++) {
      Document document = new Document();
      document.add(new IntPoint("number", i));
      document.add(new NumericDocValuesField("number", i));
      document.add(new KnnFloatVectorField(StoredCodes.FIELD, vectors.row(i), similarity));
      writer.addDocument(document);
    }
  }

  static void delete(IndexWriter writer, int number) throws IOException {
    writer.deleteDocuments(IntPoint.newExactQuery("number", number));
  }
}
