package dev.ehi.lucene.format;

import dev.ehi.lucene.leaf.FieldMetadata;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.scan.BlockScan;
import dev.ehi.lucene.scan.LeafFloatVectorValues;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSearch;
import dev.ehi.lucene.scan.SearchedSegment;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorScorerUtil;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;

/** Reads a segment in {@link EhiVectorsFormat}. */
final class EhiVectorsReader extends KnnVectorsReader implements LeafFields {

  static final int END_OF_FIELDS = -1;
  static final FlatVectorsFormat BYTE_FIELDS =
      new Lucene99FlatVectorsFormat(FlatVectorScorerUtil.getLucene99FlatVectorsScorer());

  private static final String VECTORS_CATEGORY = "vec"; // Lucene's name for raw vectors
  private static final String CODES_CATEGORY = "veq"; // and for quantised ones

  private final Map<String, LeafField> fields = new HashMap<>();
  private final IndexInput leaves;
  private final @Nullable IndexInput vectors; // null if no field keeps them
  private final @Nullable IndexInput codes; // null if no field is quantised
  private final @Nullable FlatVectorsReader byteFields;

  EhiVectorsReader(SegmentReadState state) throws IOException {
    Map<String, FieldMetadata> metadata = new HashMap<>();
    boolean hasByteFields = readMetadata(state, metadata);
    List<Closeable> opened = new ArrayList<>();
    try {
      leaves =
          open(state, EhiVectorsFormat.LEAVES_EXTENSION, EhiVectorsFormat.LEAVES_CODEC, opened);
      vectors =
          metadata.values().stream().anyMatch(FieldMetadata::keepsVectors)
              ? open(
                  state, EhiVectorsFormat.VECTORS_EXTENSION, EhiVectorsFormat.VECTORS_CODEC, opened)
              : null;
      codes =
          metadata.values().stream().anyMatch(field -> field.codes() != null)
              ? open(state, EhiVectorsFormat.CODES_EXTENSION, EhiVectorsFormat.CODES_CODEC, opened)
              : null;
      byteFields = hasByteFields ? BYTE_FIELDS.fieldsReader(state) : null;
      if (byteFields != null) {
        opened.add(byteFields);
      }
      for (Map.Entry<String, FieldMetadata> field : metadata.entrySet()) {
        fields.put(field.getKey(), LeafField.open(field.getValue(), leaves, vectors, codes));
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, opened);
      throw t;
    }
  }

  /** Reads the metadata of all float fields; returns whether there are byte fields as well. */
  private static boolean readMetadata(SegmentReadState state, Map<String, FieldMetadata> metadata)
      throws IOException {
    try (ChecksumIndexInput in =
        state.directory.openChecksumInput(fileName(state, EhiVectorsFormat.META_EXTENSION))) {
      Throwable failure = null;
      boolean hasByteFields = false;
      try {
        checkHeader(in, state, EhiVectorsFormat.META_CODEC);
        for (int number = in.readInt(); number != END_OF_FIELDS; number = in.readInt()) {
          FieldInfo field = state.fieldInfos.fieldInfo(number);
          if (field == null) {
            throw new CorruptIndexException("invalid field number " + number, in);
          }
          metadata.put(field.name, FieldMetadata.read(in, field));
        }
        hasByteFields = in.readByte() == 1;
      } catch (Throwable t) {
        failure = t;
      } finally {
        CodecUtil.checkFooter(in, failure);
      }
      return hasByteFields;
    }
  }

  private static IndexInput open(
      SegmentReadState state, String extension, String codec, List<Closeable> opened)
      throws IOException {
    // No hint of random access: a leaf is read from its start to its end, so reading ahead helps.
    IOContext context = state.context.withHints(FileTypeHint.DATA, FileDataHint.KNN_VECTORS);
    IndexInput in = state.directory.openInput(fileName(state, extension), context);
    opened.add(in);
    checkHeader(in, state, codec);
    CodecUtil.retrieveChecksum(in);
    return in;
  }

  private static void checkHeader(DataInput in, SegmentReadState state, String codec)
      throws IOException {
    FormatVersion.check(
        () ->
            CodecUtil.checkIndexHeader(
                in,
                codec,
                EhiVectorsFormat.VERSION,
                EhiVectorsFormat.VERSION,
                state.segmentInfo.getId(),
                state.segmentSuffix));
  }

  private static String fileName(SegmentReadState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  @Override
  public @Nullable LeafField field(String name) {
    return fields.get(name);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return new LeafFloatVectorValues(existing(field));
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return byteFields(field).getByteVectorValues(field);
  }

  @Override
  public void search(
      String field, float[] target, KnnCollector collector, @Nullable AcceptDocs acceptDocs)
      throws IOException {
    LeafField leafField = existing(field);
    if (leafField.size() == 0 || collector.k() == 0) {
      return;
    }
    LeafPlan plan = EhiSearchStrategy.plan(collector.getSearchStrategy(), leafField, target);
    SearchedSegment segment = SearchedSegment.filtered(leafField, acceptDocs, 0);
    LeafSearch.prefetch(List.of(segment), plan, collector.k());
    new LeafSearch(
            List.of(segment), target, List.of(BlockScan.of(leafField, target)), plan, collector)
        .run();
  }

  @Override
  public void search(
      String field, byte[] target, KnnCollector collector, @Nullable AcceptDocs acceptDocs)
      throws IOException {
    RandomVectorScorer scorer = byteFields(field).getRandomVectorScorer(field, target);
    Bits accepted = scorer.getAcceptOrds(acceptDocs == null ? null : acceptDocs.bits());
    for (int ordinal = 0; ordinal < scorer.maxOrd(); ordinal++) {
      if (accepted == null || accepted.get(ordinal)) {
        if (collector.earlyTerminated()) {
          return;
        }
        collector.incVisitedCount(1);
        collector.collect(scorer.ordToDoc(ordinal), scorer.score(ordinal));
      }
    }
  }

  private LeafField existing(String name) {
    LeafField field = field(name);
    if (field == null) {
      throw new IllegalArgumentException("no float vectors in field \"" + name + "\"");
    }
    return field;
  }

  private FlatVectorsReader byteFields(String name) {
    if (byteFields == null) {
      throw new IllegalArgumentException("no byte vectors in field \"" + name + "\"");
    }
    return byteFields;
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    return switch (field.getVectorEncoding()) {
      case BYTE -> byteFields(field.name).getOffHeapByteSize(field);
      case FLOAT32 -> offHeapByteSize(existing(field.name));
    };
  }

  private static Map<String, Long> offHeapByteSize(LeafField field) {
    LeafCodes codes = field.codes();
    Map<String, Long> bytes = new HashMap<>();
    if (field.layout().rawVectors() == RawVectors.KEEP) {
      bytes.put(VECTORS_CATEGORY, field.vectorBytes());
    }
    if (codes != null) {
      bytes.put(CODES_CATEGORY, codes.length());
    }
    return bytes;
  }

  @Override
  public void checkIntegrity() throws IOException {
    for (IndexInput file : Arrays.asList(leaves, vectors, codes)) {
      if (file != null) {
        CodecUtil.checksumEntireFile(file);
      }
    }
    if (byteFields != null) {
      byteFields.checkIntegrity();
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(leaves, vectors, codes, byteFields);
  }
}
