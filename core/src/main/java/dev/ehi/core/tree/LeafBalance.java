package dev.ehi.core.tree;

/**
 * How evenly documents are spread over leaves.
 *
 * @param leaves number of leaves
 * @param documents number of documents, each counted in every leaf it lives in
 * @param empty leaves without a document
 * @param largest documents in the fullest leaf
 * @param maxOverMean size of the fullest leaf over the mean size; 1 is perfect
 * @param variation standard deviation of the sizes over their mean; 0 is perfect
 */
public record LeafBalance(
    int leaves, long documents, int empty, int largest, double maxOverMean, double variation) {

  /** The balance of leaves of the given sizes; all zero when there is no document. */
  public static LeafBalance of(int[] leafSizes) {
    long documents = 0;
    int empty = 0;
    int largest = 0;
    double squares = 0;
    for (int size : leafSizes) {
      documents += size;
      squares += (double) size * size;
      largest = Math.max(largest, size);
      if (size == 0) {
        empty++;
      }
    }
    if (documents == 0) {
      return new LeafBalance(leafSizes.length, 0, empty, 0, 0, 0);
    }
    double mean = (double) documents / leafSizes.length;
    double variance = Math.max(0, squares / leafSizes.length - mean * mean);
    return new LeafBalance(
        leafSizes.length, documents, empty, largest, largest / mean, Math.sqrt(variance) / mean);
  }
}
