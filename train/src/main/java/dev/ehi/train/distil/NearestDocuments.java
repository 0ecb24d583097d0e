package dev.ehi.train.distil;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The nearest documents of queries by exact search, each with its share in the softmax over their
 * scores.
 */
public final class NearestDocuments {
  private static final int MOST_BLOCK = 256; // queries scored together
  private static final long MOST_SCORES = 1 << 26; // of a block

  private final int count;
  private final long[] ordinals; // (queries, count) nearest first
  private final float[] shares; // (queries, count)

  private NearestDocuments(int queries, int count) {
    this.count = count;
    this.ordinals = new long[queries * count];
    this.shares = new float[queries * count];
  }

  /**
   * Searches.
   *
   * @param queries // (queries, dim)
   * @param documents // (documents, dim)
   * @param count of documents a query, at most all
   * @param temperature that scores are divided by in the softmax
   */
  public static NearestDocuments of(
      Vectors queries, Vectors documents, int count, double temperature, Progress progress) {
    int found = Math.min(count, documents.size());
    NearestDocuments nearest = new NearestDocuments(queries.size(), found);
    int block = (int) Math.clamp(MOST_SCORES / Math.max(1, documents.size()), 1, MOST_BLOCK);
    try (StepScope scope = StepScope.open();
        NoGradGuard guard = new NoGradGuard();
        Progress.Task task = progress.start("exact neighbours", queries.size(), "queries")) {
      Tensor columns = Tensors.of(documents).t();
      for (int from = 0; from < queries.size(); from += block) {
        int to = Math.min(queries.size(), from + block);
        nearest.search(queries.slice(from, to), columns, from, temperature);
        task.advance(to - from);
      }
    }
    return nearest;
  }

  private void search(Vectors queries, Tensor columns, int from, double temperature) {
    try (StepScope scope = StepScope.open()) {
      T_TensorTensor_T top = torch.topk(Tensors.of(queries).mm(columns), count);
      Tensor softmax = torch.softmax(top.get0().div(new Scalar(temperature)), 1);
      long[] found = Tensors.longs(top.get1());
      System.arraycopy(found, 0, ordinals, from * count, found.length);
      System.arraycopy(Tensors.floats(softmax), 0, shares, from * count, found.length);
    }
  }

  /** Documents a query. */
  public int count() {
    return count;
  }

  /** The documents nearest to a query, the nearest first. // (count) */
  public long[] ordinals(int query) {
    return Arrays.copyOfRange(ordinals, query * count, (query + 1) * count);
  }

  /** Their shares, which add up to 1. // (count) */
  public float[] shares(int query) {
    return Arrays.copyOfRange(shares, query * count, (query + 1) * count);
  }
}
