package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.RamUsageEstimator;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** The vectors of one field that wait in memory for the flush of a new segment. */
public final class FieldBuffer extends KnnFieldVectorsWriter<float[]> {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(FieldBuffer.class);

  private final FieldInfo field;
  private final DocsWithFieldSet documents = new DocsWithFieldSet();
  private final List<float[]> vectors = new ArrayList<>(); // (size, dim)
  private int lastDocument = -1;

  public FieldBuffer(FieldInfo field) {
    this.field = field;
  }

  /** The field whose vectors these are. */
  public FieldInfo field() {
    return field;
  }

  @Override
  public void addValue(int document, float[] vector) {
    if (document == lastDocument) {
      throw new IllegalArgumentException(
          "VectorValuesField \"%s\" appears more than once in this document (only one value is allowed per field)"
              .formatted(field.name));
    }
    documents.add(document);
    vectors.add(copyValue(vector));
    lastDocument = document;
  }

  @Override
  public float[] copyValue(float[] vector) {
    return vector.clone();
  }

  /**
   * Routes all vectors.
   *
   * @param copies in how many leaves each lies
   * @param sortMap where the documents go when the segment is sorted, else null
   */
  public RoutedVectors route(Tree tree, int copies, Sorter.@Nullable DocMap sortMap)
      throws IOException {
    FieldRouter router = FieldRouter.ofDocuments(tree, field.getVectorSimilarityFunction());
    int[] order = new int[vectors.size()]; // new ordinal -> index in the buffer
    DocsWithFieldSet documentsInOrder = documents;
    if (sortMap == null) {
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
    } else {
      documentsInOrder = new DocsWithFieldSet();
      KnnVectorsWriter.mapOldOrdToNewOrd(documents, sortMap, null, order, documentsInOrder);
    }
    int[] documentOf = new int[order.length];
    int[] leafOf = new int[order.length * copies];
    DocIdSetIterator iterator = documentsInOrder.iterator();
    for (int ordinal = 0; ordinal < order.length; ordinal++) {
      documentOf[ordinal] = iterator.nextDoc();
      router.store(vectors.get(order[ordinal]), copies, leafOf, ordinal * copies);
    }
    return new Routed(new Placement(order.length, documentOf, copies, leafOf), order);
  }

  @Override
  public long ramBytesUsed() {
    long vectorBytes =
        RamUsageEstimator.NUM_BYTES_OBJECT_REF
            + RamUsageEstimator.NUM_BYTES_ARRAY_HEADER
            + (long) field.getVectorDimension() * Float.BYTES;
    return SHALLOW_BYTES + documents.ramBytesUsed() + vectors.size() * vectorBytes;
  }

  private final class Routed implements RoutedVectors {
    private final Placement placement;
    private final int[] order; // by ordinal, index in the buffer

    Routed(Placement placement, int[] order) {
      this.placement = placement;
      this.order = order;
    }

    @Override
    public Placement placement() {
      return placement;
    }

    @Override
    public float[] vector(int ordinal) {
      return vectors.get(order[ordinal]);
    }

    @Override
    public float squaredLength(int ordinal) {
      return VectorUtil.dotProduct(vector(ordinal), vector(ordinal));
    }

    @Override
    public Margin margin() {
      return Margin.NONE;
    }

    @Override
    public @Nullable KnownCodes known(
        LeafEncoding encoding, int leaf, int[] ordinals, int from, int to) {
      return null;
    }
  }
}
