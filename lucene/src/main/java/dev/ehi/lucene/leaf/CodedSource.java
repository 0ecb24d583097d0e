package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import java.io.IOException;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/** A field of a segment that has dropped its vectors, as a merge sees it. For one thread. */
final class CodedSource {

  private final LeafField field;
  private final LeafCodes codes;
  private final CodedRows rows;
  private final CodedRow row;
  private final RandomAccessInput positions; // (ordinals, copies)

  private CodedSource(LeafField field, LeafCodes codes) throws IOException {
    this.field = field;
    this.codes = codes;
    this.rows = new CodedRows(field, codes);
    this.row = new CodedRow(codes.quantiser());
    this.positions = field.positions();
  }

  /** Null if the field keeps its vectors. */
  static @Nullable CodedSource of(LeafField field) throws IOException {
    LeafCodes codes = field.codes();
    return codes == null || field.isScoredTwice() ? null : new CodedSource(field, codes);
  }

  /** Whether its codes are those of an encoding, in the leaves of a tree. */
  boolean fits(LeafEncoding encoding, Tree tree) {
    return field.layout().encoding() == encoding && field.tree().id().equals(tree.id());
  }

  Margin margin() {
    return codes.margin();
  }

  /** The mean of a leaf that has vectors. */
  void mean(int leaf, CodedRow into) throws IOException {
    rows.mean(leaf, into);
  }

  /** Whether a vector lies in a leaf. */
  boolean lies(int leaf, int ordinal) throws IOException {
    return positionIn(leaf, ordinal) >= 0;
  }

  /** The row of a vector in a leaf; returns false if it does not lie there. */
  boolean row(int leaf, int ordinal, CodedRow into) throws IOException {
    int position = positionIn(leaf, ordinal);
    if (position < 0) {
      return false;
    }
    rows.row(leaf, position, into);
    return true;
  }

  /** The position of a vector in a leaf, or -1. */
  private int positionIn(int leaf, int ordinal) throws IOException {
    for (int copy = 0; copy < field.copies(); copy++) {
      int position = field.position(positions, ordinal, copy);
      if (position >= field.start(leaf) && position < field.end(leaf)) {
        return position;
      }
    }
    return -1;
  }

  /** Of the vector before it was coded; only where the similarity is a function of it. */
  float squaredLength(int ordinal) throws IOException {
    int position = field.position(positions, ordinal, 0);
    rows.row(field.leafOf(position), position, row);
    return row.squaredLength;
  }
}
