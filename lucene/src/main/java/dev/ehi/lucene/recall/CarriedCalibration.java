package dev.ehi.lucene.recall;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
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

  /** Has a segment that is being written carry a calibration. */
  public static void write(Calibration calibration, FieldInfo field) {
    field.putAttribute(ATTRIBUTE, calibration.encoded());
  }

  /**
   * Has a merged segment carry what the largest of those carried that have the same tree and one.
   *
   * @param field of the merged segment
   * @param tree of the merged segment
   */
  public static void merge(FieldInfo field, Tree tree, MergeState state) {
    String found = NONE;
    int most = -1;
    for (int i = 0; i < state.knnVectorsReaders.length; i++) {
      LeafField leaves = LeafFields.find(state.knnVectorsReaders[i], field.name);
      String text = text(state.fieldInfos[i], field.name);
      if (leaves != null
          && text != null
          && leaves.size() > most
          && leaves.tree().id().equals(tree.id())) {
        most = leaves.size();
        found = text;
      }
    }
    if (!found.equals(NONE) || field.getAttribute(ATTRIBUTE) != null) {
      field.putAttribute(ATTRIBUTE, found);
    }
  }

  /** Whether all segments of an index that have vectors carry a calibration. */
  public static boolean isInAll(Calibration calibration, IndexReader reader, String field) {
    String text = calibration.encoded();
    return reader.leaves().stream()
        .filter(segment -> LeafFields.find(segment.reader(), field) != null)
        .allMatch(segment -> text.equals(text(segment.reader().getFieldInfos(), field)));
  }

  /** Whether a segment carries any calibration. */
  public static boolean isIn(LeafReader segment, String field) {
    return text(segment.getFieldInfos(), field) != null;
  }

  /** What the largest segment of an index carries that carries one. */
  static @Nullable String ofLargest(IndexReader reader, String field) {
    String found = null;
    int most = -1;
    for (LeafReaderContext segment : reader.leaves()) {
      String text = text(segment.reader().getFieldInfos(), field);
      if (text != null && segment.reader().numDocs() > most) {
        most = segment.reader().numDocs();
        found = text;
      }
    }
    return found;
  }

  private static @Nullable String text(@Nullable FieldInfos fields, String name) {
    FieldInfo field = fields == null ? null : fields.fieldInfo(name);
    String text = field == null ? null : field.getAttribute(ATTRIBUTE);
    return NONE.equals(text) ? null : text;
  }
}
