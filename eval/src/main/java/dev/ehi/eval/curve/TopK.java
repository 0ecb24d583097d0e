package dev.ehi.eval.curve;

/**
 * The best documents offered so far, in rank order: by score, equal scores by a fixed order of the
 * documents, so that rankings do not depend on the order of visits.
 */
final class TopK {

  private final int[] tieOrder; // (documents) rank of a document among equals
  private final int[] documents; // (k)
  private final float[] scores; // (k)
  private int size;

  TopK(int k, int[] tieOrder) {
    this.tieOrder = tieOrder;
    this.documents = new int[k];
    this.scores = new float[k];
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == documents.length;
  }

  int document(int rank) {
    return documents[rank];
  }

  float score(int rank) {
    return scores[rank];
  }

  /** Takes a document in, if it is good enough; true if the ranking changed. */
  boolean offer(int document, float score) {
    if (size == documents.length && !better(document, score, size - 1)) {
      return false;
    }
    int rank = size == documents.length ? size - 1 : size++;
    while (rank > 0 && better(document, score, rank - 1)) {
      documents[rank] = documents[rank - 1];
      scores[rank] = scores[rank - 1];
      rank--;
    }
    documents[rank] = document;
    scores[rank] = score;
    return true;
  }

  private boolean better(int document, float score, int rank) {
    return score > scores[rank]
        || (score == scores[rank] && tieOrder[document] < tieOrder[documents[rank]]);
  }
}
