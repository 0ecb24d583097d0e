package dev.ehi.eval.curve;

import java.util.Arrays;

/** A ranking of documents by ordinal. */
public final class Hits {

  private final int[] documents;
  private final float[] scores;

  /**
   * @param documents ordinals, best first // (size)
   * @param scores // (size)
   */
  public Hits(int[] documents, float[] scores) {
    this.documents = documents;
    this.scores = scores;
  }

  static Hits of(TopK top) {
    int[] documents = new int[top.size()];
    float[] scores = new float[top.size()];
    for (int rank = 0; rank < documents.length; rank++) {
      documents[rank] = top.document(rank);
      scores[rank] = top.score(rank);
    }
    return new Hits(documents, scores);
  }

  public int size() {
    return documents.length;
  }

  /** The ordinal at a rank, counted from 0. */
  public int document(int rank) {
    return documents[rank];
  }

  public float score(int rank) {
    return scores[rank];
  }

  /** Ordinals, best first. // (size) */
  public int[] documents() {
    return documents.clone();
  }

  @Override
  public String toString() {
    return Arrays.toString(documents);
  }
}
