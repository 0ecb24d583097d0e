package dev.ehi.lucene.recall;

import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergeState;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Calibration} that a segment carries with a field of vectors, as an attribute of the
 * field. It is that of the index when the segment was written, not one of the segment alone
 * (decisions/0012): it goes wherever the segment goes, into other indexes and through merges by
 * writers that know of no calibration.
 */
public final class CarriedCalibration {
  private static final String ATTRIBUTE = "EhiVectors.calibration";
  private static final String NONE = ""; // in place of one that a merge must not carry on

  private CarriedCalibration() {}

  /**
   * A segment that has vectors.
   *
   * @param size how many
   */
  record Segment(int size, String treeId, Optional<Calibration> calibration) {}

  /** Has a segment that is being written carry a calibration. */
  public static void write(Calibration calibration, FieldInfo field) {
    field.putAttribute(ATTRIBUTE, CalibrationText.of(calibration));
  }

  /**
   * Has a merged segment carry what the largest of those carried that carry one of its tree.
   *
   * @param field of the merged segment
   * @param treeId of the merged segment
   */
  public static void merge(FieldInfo field, String treeId, MergeState state) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      LeafField leaves = LeafFields.find(state.knnVectorsReaders[i], field.name);
      if (leaves != null) {
        segments.add(segment(leaves, state.fieldInfos[i], field.name));
      }
    }
    ofLargest(segments, treeId)
        .ifPresentOrElse(
            calibration -> write(calibration, field),
            () -> {
              if (field.getAttribute(ATTRIBUTE) != null) { // taken over from one of the segments
                field.putAttribute(ATTRIBUTE, NONE);
              }
            });
  }

  /** Whether a segment carries this calibration. */
  public static boolean isIn(LeafReader segment, Calibration calibration, String field) {
    return CalibrationText.of(calibration).equals(text(segment.getFieldInfos(), field));
  }

  /** Whether all segments of an index that have vectors carry this calibration. */
  public static boolean isInAll(IndexReader reader, Calibration calibration, String field) {
    return reader.leaves().stream()
        .map(LeafReaderContext::reader)
        .filter(segment -> LeafFields.find(segment, field) != null)
        .allMatch(segment -> isIn(segment, calibration, field));
  }

  /** The segments of an index that have vectors. */
  static List<Segment> segments(IndexReader reader, String field) {
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafField leaves = LeafFields.find(context.reader(), field);
      if (leaves != null) {
        segments.add(segment(leaves, context.reader().getFieldInfos(), field));
      }
    }
    return segments;
  }

  /** What the largest of those segments carries that carry a calibration of a tree. */
  static Optional<Calibration> ofLargest(List<Segment> segments, String treeId) {
    return segments.stream()
        .filter(segment -> segment.calibration.filter(c -> c.treeId().equals(treeId)).isPresent())
        .max(Comparator.comparingInt(Segment::size))
        .flatMap(Segment::calibration);
  }

  private static Segment segment(LeafField leaves, @Nullable FieldInfos fields, String field) {
    return new Segment(
        leaves.size(),
        leaves.tree().id(),
        Optional.ofNullable(text(fields, field)).flatMap(CalibrationText::read));
  }

  private static @Nullable String text(@Nullable FieldInfos fields, String name) {
    FieldInfo field = fields == null ? null : fields.fieldInfo(name);
    return field == null ? null : field.getAttribute(ATTRIBUTE);
  }
}
