package dev.ehi.lucene.format;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.FieldBuffer;
import dev.ehi.lucene.leaf.FieldOutput;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.MergedVectors;
import dev.ehi.lucene.leaf.SharedTrees;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.recall.CarriedCalibration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a segment in {@link EhiVectorsFormat}. */
final class EhiVectorsWriter extends KnnVectorsWriter {

  private final SegmentWriteState state;
  private final IntFunction<@Nullable Tree> trees; // by dimension
  private final Supplier<@Nullable Calibration> calibration;
  private final IndexOutput meta;
  private final IndexOutput leaves;
  private final FieldOutput output;
  private final List<FieldBuffer> buffers = new ArrayList<>();
  private @Nullable IndexOutput vectors; // opened for the first field that keeps them
  private @Nullable IndexOutput codes; // opened for the first quantised field
  private @Nullable FlatVectorsWriter byteFields; // opened for the first byte field
  private boolean finished;

  EhiVectorsWriter(
      SegmentWriteState state,
      IntFunction<@Nullable Tree> trees,
      LeafLayout layout,
      Supplier<@Nullable Calibration> calibration)
      throws IOException {
    this.state = state;
    this.trees = trees;
    this.calibration = calibration;
    List<IndexOutput> opened = new ArrayList<>();
    try {
      meta = open(EhiVectorsFormat.META_EXTENSION, EhiVectorsFormat.META_CODEC);
      opened.add(meta);
      leaves = open(EhiVectorsFormat.LEAVES_EXTENSION, EhiVectorsFormat.LEAVES_CODEC);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, opened);
      throw t;
    }
    output = new FieldOutput(meta, leaves, layout, this::vectors, this::codes);
  }

  private IndexOutput vectors() throws IOException {
    if (vectors == null) {
      vectors = open(EhiVectorsFormat.VECTORS_EXTENSION, EhiVectorsFormat.VECTORS_CODEC);
    }
    return vectors;
  }

  private IndexOutput codes() throws IOException {
    if (codes == null) {
      codes = open(EhiVectorsFormat.CODES_EXTENSION, EhiVectorsFormat.CODES_CODEC);
    }
    return codes;
  }

  private IndexOutput open(String extension, String codec) throws IOException {
    String name =
        IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
    IndexOutput file = state.directory.createOutput(name, state.context);
    try {
      CodecUtil.writeIndexHeader(
          file, codec, EhiVectorsFormat.VERSION, state.segmentInfo.getId(), state.segmentSuffix);
      return file;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, file);
      throw t;
    }
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    return switch (field.getVectorEncoding()) {
      case BYTE -> byteFields().addField(field);
      case FLOAT32 -> {
        FieldBuffer buffer = new FieldBuffer(field);
        buffers.add(buffer);
        yield buffer;
      }
    };
  }

  @Override
  public void flush(int maxDoc, Sorter.@Nullable DocMap sortMap) throws IOException {
    for (FieldBuffer buffer : buffers) {
      FieldInfo field = buffer.field();
      Tree tree = tree(field, () -> null);
      output.write(field, tree, buffer.route(tree, output.copies(tree), sortMap), maxDoc);
      Calibration current = calibration.get();
      if (current != null) {
        CarriedCalibration.write(current, field);
      }
    }
    if (byteFields != null) {
      byteFields.flush(maxDoc, sortMap);
    }
  }

  @Override
  public @Nullable IORunnable mergeOneField(FieldInfo field, MergeState mergeState)
      throws IOException {
    return switch (field.getVectorEncoding()) {
      case BYTE -> byteFields().mergeOneField(field, mergeState);
      case FLOAT32 -> {
        Tree tree = tree(field, () -> MergedVectors.largestTree(field, mergeState));
        int maxDoc = state.segmentInfo.maxDoc();
        MergedVectors merged = new MergedVectors(field, mergeState, tree, output.copies(tree));
        output.write(field, tree, merged, maxDoc);
        Calibration current = calibration.get();
        if (current != null) {
          CarriedCalibration.write(current, field);
        } else {
          CarriedCalibration.merge(field, tree.id(), mergeState);
        }
        yield null;
      }
    };
  }

  /** The configured tree, else the one that is found, else a single leaf. */
  private Tree tree(FieldInfo field, IOSupplier<@Nullable Tree> found) throws IOException {
    int dimension = field.getVectorDimension();
    Tree tree = trees.apply(dimension);
    if (tree == null) {
      tree = found.get();
    }
    return SharedTrees.share(tree != null ? tree : Tree.single(dimension));
  }

  private FlatVectorsWriter byteFields() throws IOException {
    if (byteFields == null) {
      byteFields = EhiVectorsReader.BYTE_FIELDS.fieldsWriter(state);
    }
    return Objects.requireNonNull(byteFields);
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      throw new IllegalStateException("already finished");
    }
    finished = true;
    meta.writeInt(EhiVectorsReader.END_OF_FIELDS);
    meta.writeByte((byte) (byteFields == null ? 0 : 1));
    for (IndexOutput file : Arrays.asList(meta, leaves, vectors, codes)) {
      if (file != null) {
        CodecUtil.writeFooter(file);
      }
    }
    if (byteFields != null) {
      byteFields.finish();
    }
  }

  @Override
  public long ramBytesUsed() {
    long bytes = byteFields == null ? 0 : byteFields.ramBytesUsed();
    for (FieldBuffer buffer : buffers) {
      bytes += buffer.ramBytesUsed();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(meta, leaves, vectors, codes, byteFields);
  }
}
