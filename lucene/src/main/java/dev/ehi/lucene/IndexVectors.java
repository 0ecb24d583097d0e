package dev.ehi.lucene;

import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.snapshot.IndexSettings;
import dev.ehi.lucene.snapshot.TreeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;

/** The ids and vectors of all documents in an index, in memory, for work on the whole corpus. */
public final class IndexVectors {

  private final List<String> ids = new ArrayList<>();
  private final Vectors vectors; // (documents, dim)

  private IndexVectors(DirectoryReader reader, int dim) throws IOException {
    vectors = Vectors.allocate(reader.numDocs(), dim);
    for (LeafReaderContext segment : reader.leaves()) {
      read(segment);
    }
  }

  /**
   * Reads the last commit of an index.
   *
   * @throws IOException if there is no complete index, or if it is damaged
   * @throws IllegalArgumentException if the index has dropped its vectors: what codes stand for is
   *     no ground for measuring searches
   */
  public static IndexVectors read(Path path) throws IOException {
    try (Directory directory = IndexDirectory.openIndex(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSettings settings = TreeFile.read(directory);
      if (settings.layout().rawVectors() == RawVectors.DROP) {
        throw new IllegalArgumentException(
            path
                + " has dropped its float32 vectors; give the model, which encodes anew, or an index that stores them");
      }
      return new IndexVectors(reader, settings.tree().shape().dim());
    }
  }

  private void read(LeafReaderContext segment) throws IOException {
    FloatVectorValues values = segment.reader().getFloatVectorValues(EhiIndex.VECTOR_FIELD);
    if (values == null) {
      return;
    }
    Bits live = segment.reader().getLiveDocs();
    BinaryDocValues idValues = DocValues.getBinary(segment.reader(), EhiIndex.ID_FIELD);
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if ((live == null || live.get(document)) && idValues.advanceExact(document)) {
        vectors.set(ids.size(), values.vectorValue(documents.index()));
        ids.add(idValues.binaryValue().utf8ToString());
      }
    }
  }

  public List<String> ids() {
    return List.copyOf(ids);
  }

  /** One row a document, in the order of {@link #ids()}. // (documents, dim) */
  public Vectors vectors() {
    return vectors;
  }
}
