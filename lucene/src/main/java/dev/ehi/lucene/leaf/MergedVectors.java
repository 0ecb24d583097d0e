package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one field of the segments that are being merged. A first pass finds out the leaves
 * of each: carried over from segments with the same tree, routed for all others. The vectors
 * themselves stay in their files until they are asked for.
 */
public final class MergedVectors implements RoutedVectors {

  private static final int ABORT_CHECK_INTERVAL = 1024;

  private final Tree tree;
  private final List<Source> sources;
  private final Placement placement;
  private final int[] sourceOf; // by ordinal
  private final int[] sourceOrdinalOf; // by ordinal

  /**
   * @param copies in how many leaves each vector is to lie
   * @throws org.apache.lucene.index.MergePolicy.MergeAbortedException if the merge was aborted
   */
  public MergedVectors(FieldInfo field, MergeState state, Tree tree, int copies)
      throws IOException {
    this.tree = tree;
    FieldRouter router = FieldRouter.ofDocuments(tree, field.getVectorSimilarityFunction());
    sources = sources(field, state);
    int most = sources.stream().mapToInt(source -> source.values.size()).sum();
    int[] documentOf = new int[most];
    int[] leafOf = new int[Math.multiplyExact(most, copies)];
    sourceOf = new int[most];
    sourceOrdinalOf = new int[most];
    DocIDMerger<Source> merger = DocIDMerger.of(sources, state.needsIndexSort);
    int n = 0;
    for (Source source = merger.next(); source != null; source = merger.next(), n++) {
      if (n % ABORT_CHECK_INTERVAL == 0) {
        state.checkAborted();
      }
      int sourceOrdinal = source.iterator.index();
      documentOf[n] = source.mappedDocID;
      source.leaves(sourceOrdinal, tree, router, copies, leafOf, n * copies);
      sourceOf[n] = source.number;
      sourceOrdinalOf[n] = sourceOrdinal;
    }
    placement = new Placement(n, documentOf, copies, leafOf);
  }

  /** The tree of the largest merged segment that has one, or null. */
  public static @Nullable Tree largestTree(FieldInfo field, MergeState state) throws IOException {
    LeafField largest = null;
    for (Source source : sources(field, state)) {
      LeafField leaves = source.leaves;
      if (leaves != null && (largest == null || leaves.size() > largest.size())) {
        largest = leaves;
      }
    }
    return largest == null ? null : largest.tree();
  }

  private static List<Source> sources(FieldInfo field, MergeState state) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = state.knnVectorsReaders[i];
      if (reader == null
          || !KnnVectorsWriter.MergedVectorValues.hasVectorValues(
              state.fieldInfos[i], field.name)) {
        continue;
      }
      FloatVectorValues values = reader.getFloatVectorValues(field.name);
      if (values != null) {
        LeafField leaves = LeafFields.find(reader, field.name);
        sources.add(new Source(state.docMaps[i], sources.size(), values, leaves));
      }
    }
    return sources;
  }

  @Override
  public Placement placement() {
    return placement;
  }

  @Override
  public float[] vector(int ordinal) throws IOException {
    return sources.get(sourceOf[ordinal]).values.vectorValue(sourceOrdinalOf[ordinal]);
  }

  @Override
  public float squaredLength(int ordinal) throws IOException {
    return sources.get(sourceOf[ordinal]).squaredLength(sourceOrdinalOf[ordinal]);
  }

  @Override
  public Margin margin() {
    return sources.stream()
        .flatMap(source -> Stream.ofNullable(source.coded))
        .map(CodedSource::margin)
        .reduce(Margin.NONE, Margin::or);
  }

  @Override
  public @Nullable KnownCodes known(
      LeafEncoding encoding, int leaf, int[] ordinals, int from, int to) throws IOException {
    int[] counts = new int[sources.size()];
    for (int i = from; i < to; i++) {
      int source = sourceOf[ordinals[i]];
      CodedSource coded = sources.get(source).coded;
      if (coded != null
          && coded.fits(encoding, tree)
          && coded.lies(leaf, sourceOrdinalOf[ordinals[i]])
          && 2 * ++counts[source] > to - from) {
        return known(coded, source, leaf);
      }
    }
    return null;
  }

  private KnownCodes known(CodedSource coded, int source, int leaf) {
    return new KnownCodes() {
      @Override
      public void mean(CodedRow into) throws IOException {
        coded.mean(leaf, into);
      }

      @Override
      public boolean row(int ordinal, CodedRow into) throws IOException {
        return sourceOf[ordinal] == source && coded.row(leaf, sourceOrdinalOf[ordinal], into);
      }
    };
  }

  /** One segment, with its live documents mapped to those of the merged segment. */
  private static final class Source extends DocIDMerger.Sub {
    private final int number;
    private final FloatVectorValues values;
    private final KnnVectorValues.DocIndexIterator iterator;
    private final @Nullable LeafField leaves;
    private final @Nullable RandomAccessInput positions; // (ordinals, copies)
    private final @Nullable CodedSource coded; // null if the vectors are stored

    Source(
        MergeState.DocMap docMap, int number, FloatVectorValues values, @Nullable LeafField leaves)
        throws IOException {
      super(docMap);
      this.number = number;
      this.values = values;
      this.iterator = values.iterator();
      this.leaves = leaves;
      this.positions = leaves == null ? null : leaves.positions();
      this.coded = leaves == null ? null : CodedSource.of(leaves);
    }

    @Override
    public int nextDoc() throws IOException {
      return iterator.nextDoc();
    }

    float squaredLength(int ordinal) throws IOException {
      if (coded != null) {
        return coded.squaredLength(ordinal);
      }
      float[] vector = values.vectorValue(ordinal);
      return VectorUtil.dotProduct(vector, vector);
    }

    /** Finds the leaves of a vector; {@code into} receives them from index {@code at} on. */
    void leaves(int ordinal, Tree tree, FieldRouter router, int copies, int[] into, int at)
        throws IOException {
      if (leaves == null
          || positions == null
          || leaves.copies() < copies
          || !leaves.tree().id().equals(tree.id())) {
        router.store(values.vectorValue(ordinal), copies, into, at);
        return;
      }
      for (int copy = 0; copy < copies; copy++) {
        into[at + copy] = leaves.leafOf(leaves.position(positions, ordinal, copy));
      }
    }
  }
}
