package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a field by ordinal, in document order, as the rest of Lucene expects them; each is
 * looked up at its position in leaf order. For one thread.
 */
public final class LeafFloatVectorValues extends FloatVectorValues {

  private final LeafField field;
  private final FloatVectorValues vectors; // by position
  private final RandomAccessInput positions; // (ordinals, copies)
  private final @Nullable DirectMonotonicReader documents; // by ordinal; null if it is the ordinal

  public LeafFloatVectorValues(LeafField field) throws IOException {
    this.field = field;
    this.vectors = field.vectorsByPosition();
    this.positions = field.positions();
    this.documents =
        isSparse()
            ? field.documentsWithVector().getDirectMonotonicReader(field.documentsWithVectorFile())
            : null;
  }

  private boolean isSparse() {
    return !field.documentsWithVector().isDense() && !field.documentsWithVector().isEmpty();
  }

  /** Where the vector of an ordinal lies in leaf order. */
  int position(int ordinal) throws IOException {
    return field.position(positions, ordinal, 0);
  }

  @Override
  public float[] vectorValue(int ordinal) throws IOException {
    return vectors.vectorValue(position(ordinal));
  }

  @Override
  public LeafFloatVectorValues copy() throws IOException {
    return new LeafFloatVectorValues(field);
  }

  @Override
  public int dimension() {
    return field.dimension();
  }

  @Override
  public int size() {
    return field.size();
  }

  @Override
  public int ordToDoc(int ordinal) {
    return documents == null ? ordinal : (int) documents.get(ordinal);
  }

  @Override
  public DocIndexIterator iterator() {
    if (!isSparse()) {
      return createDenseIterator();
    }
    try {
      return IndexedDISI.asDocIndexIterator(
          field.documentsWithVector().getIndexedDISI(field.documentsWithVectorFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable VectorScorer scorer(float[] query) throws IOException {
    if (field.size() == 0) {
      return null;
    }
    PositionScorer scorer = PositionScorer.of(field, query);
    DocIndexIterator iterator = iterator();
    int[] position = new int[1];
    float[] scores = new float[1];
    return new VectorScorer() {
      @Override
      public float score() throws IOException {
        position[0] = position(iterator.index());
        scorer.score(position, 0, 1, scores);
        return scores[0];
      }

      @Override
      public DocIdSetIterator iterator() {
        return iterator;
      }
    };
  }
}
