package dev.ehi.train.nn;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Embeds a whole collection with the present weights, without gradients: what mining does at every
 * refresh.
 */
public final class BulkEncoder {

  private final ShardedEncoder encoder;
  private final int batchTokens;

  /**
   * @param batchTokens how many tokens are encoded at a time; a few thousand keep all threads busy
   */
  public BulkEncoder(ShardedEncoder encoder, int batchTokens) {
    if (batchTokens < 1) {
      throw new IllegalArgumentException("batchTokens must be at least 1, got " + batchTokens);
    }
    this.encoder = encoder;
    this.batchTokens = batchTokens;
  }

  /**
   * Encodes texts, longest first, so that memory problems show at once and progress speeds up.
   *
   * @param texts token ids with special tokens
   * @param what is encoded, for the progress, such as "documents"
   * @return unit vectors in the order of the texts // (texts, hidden)
   * @throws InterruptedException if the thread is interrupted between batches
   */
  public Vectors encode(List<int[]> texts, String what, Progress progress)
      throws InterruptedException {
    Vectors vectors = Vectors.allocate(texts.size(), encoder.encoder().config().hiddenSize());
    int[] order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -texts.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    try (Progress.Task task = progress.start("encoding " + what, texts.size(), what)) {
      for (int from = 0; from < order.length; ) {
        if (Thread.interrupted()) {
          throw new InterruptedException("encoding " + what);
        }
        int perBatch = Math.max(1, batchTokens / texts.get(order[from]).length);
        int to = Math.min(order.length, from + perBatch);
        encode(texts, order, from, to, vectors);
        task.advance(to - from);
        from = to;
      }
    }
    return vectors;
  }

  private void encode(List<int[]> texts, int[] order, int from, int to, Vectors vectors) {
    List<int[]> batch = new ArrayList<>();
    for (int i = from; i < to; i++) {
      batch.add(texts.get(order[i]));
    }
    try (StepScope scope = StepScope.open()) {
      Vectors encoded = Tensors.vectors(encoder.infer(batch));
      long bytes = encoded.offset(1);
      for (int i = from; i < to; i++) {
        MemorySegment.copy(
            encoded.segment(),
            encoded.offset(i - from),
            vectors.segment(),
            vectors.offset(order[i]),
            bytes);
      }
    }
  }
}
