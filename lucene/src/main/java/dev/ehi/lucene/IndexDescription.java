package dev.ehi.lucene;

import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.growth.Growth;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.recall.CarriedCalibration;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentReader;
import org.jspecify.annotations.Nullable;

/**
 * The make-up of an index.
 *
 * @param documents that can be found
 * @param deleted documents deleted but not yet merged away
 * @param treeId id of the tree
 * @param shape of the tree
 * @param balance of the leaves
 * @param leafSizes documents in each leaf, deleted ones left out; each counts in all its leaves
 * @param segments the segments
 * @param bytesByExtension size of the segments' files by the extension of their names
 * @param properties what is kept with the index
 * @param calibration what recalls take; null if it is not calibrated
 * @param growth what has become of it since; null if nothing was kept to compare with
 */
public record IndexDescription(
    int documents,
    int deleted,
    String treeId,
    TreeShape shape,
    LeafBalance balance,
    List<Integer> leafSizes,
    List<Segment> segments,
    Map<String, Long> bytesByExtension,
    Map<String, String> properties,
    @Nullable Calibration calibration,
    @Nullable Growth growth) {

  public IndexDescription {
    leafSizes = List.copyOf(leafSizes);
    segments = List.copyOf(segments);
    bytesByExtension = Map.copyOf(bytesByExtension);
    properties = Map.copyOf(properties);
  }

  /** Size of the segments' files. */
  public long bytes() {
    return bytesByExtension.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * One segment.
   *
   * @param documents that can be found
   * @param deleted documents deleted but not yet merged away
   * @param bytes size of its files
   * @param layout of its leaves
   * @param margin what an estimated dot product may typically fall short by; 0 if none is estimated
   * @param calibrated whether it carries the calibration of the index
   */
  public record Segment(
      String name,
      int documents,
      int deleted,
      long bytes,
      LeafLayout layout,
      float margin,
      boolean calibrated) {}

  static IndexDescription of(Snapshot snapshot) throws IOException {
    Calibration calibration = Calibration.of(snapshot.reader(), EhiIndex.VECTOR_FIELD).orElse(null);
    List<Segment> segments = new ArrayList<>();
    Map<String, Long> bytesByExtension = new TreeMap<>();
    for (LeafReaderContext context : snapshot.reader().leaves()) {
      if (!(FilterLeafReader.unwrap(context.reader()) instanceof SegmentReader segment)) {
        throw new IllegalStateException("not a segment: " + context.reader());
      }
      LeafField vectors = LeafFields.find(segment, EhiIndex.VECTOR_FIELD);
      LeafCodes codes = vectors == null ? null : vectors.codes();
      Map<String, Long> files = files(segment.getSegmentInfo());
      files.forEach((extension, bytes) -> bytesByExtension.merge(extension, bytes, Long::sum));
      segments.add(
          new Segment(
              segment.getSegmentName(),
              segment.numDocs(),
              segment.numDeletedDocs(),
              files.values().stream().mapToLong(Long::longValue).sum(),
              vectors == null ? LeafLayout.STANDARD : vectors.layout(),
              codes == null ? 0 : codes.margin().typical(),
              calibration != null
                  && CarriedCalibration.isIn(segment, calibration, EhiIndex.VECTOR_FIELD)));
    }
    int[] leafSizes = snapshot.leafSizes();
    Map<String, String> properties = snapshot.reader().getIndexCommit().getUserData();
    return new IndexDescription(
        snapshot.reader().numDocs(),
        snapshot.reader().numDeletedDocs(),
        snapshot.tree().id(),
        snapshot.tree().shape(),
        LeafBalance.of(leafSizes),
        Arrays.stream(leafSizes).boxed().toList(),
        segments,
        bytesByExtension,
        properties,
        calibration,
        Growth.of(snapshot, properties, calibration).orElse(null));
  }

  private static Map<String, Long> files(SegmentCommitInfo segment) throws IOException {
    Map<String, Long> bytesByExtension = new TreeMap<>();
    for (String file : segment.files()) {
      bytesByExtension.merge(
          IndexFileNames.getExtension(file), segment.info.dir.fileLength(file), Long::sum);
    }
    return bytesByExtension;
  }
}
