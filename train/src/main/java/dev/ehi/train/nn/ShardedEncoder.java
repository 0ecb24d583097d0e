package dev.ehi.train.nn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An encoder that several threads run, each on a share of the texts. A step of many small products
 * meets at a barrier after each when these are shared among threads; here the threads meet once in
 * the forward pass and once in the backward pass.
 *
 * <p>The gradients of the shards are added in their order, so that a step repeats bit for bit where
 * its products do. Dropout draws from one generator for all threads, so with it there is one shard.
 */
public final class ShardedEncoder implements AutoCloseable {
  private static final int MOST_SHARDS = 4;

  private final TorchEncoder encoder;
  private final List<Shard> shards;

  /**
   * @param encoder closed by the caller, after this
   */
  public ShardedEncoder(TorchEncoder encoder) {
    this.encoder = encoder;
    int threads = Torch.threads();
    int count = count(encoder.options());
    this.shards =
        IntStream.range(0, count)
            .mapToObj(i -> new Shard(encoder, (threads + i) / count)) // threads in all
            .toList();
    Torch.useHere(threads); // and by threads to come
  }

  /** How many shards there will be, each with a gradient of its own. */
  static int count(EncoderOptions options) {
    return options.dropout() > 0 ? 1 : Math.min(Torch.threads(), MOST_SHARDS);
  }

  public TorchEncoder encoder() {
    return encoder;
  }

  /**
   * The texts of a step and the way back from what a loss makes of their vectors. Over when the
   * next texts are encoded.
   */
  public final class Encoding {
    private final Tensor vectors;
    private final List<int[]> shares; // rows of each shard's texts

    private Encoding(Tensor vectors, List<int[]> shares) {
      this.vectors = vectors;
      this.shares = shares;
    }

    /** Unit vectors; their gradient ends here until {@link #backward}. // (texts, hidden) */
    public Tensor vectors() {
      return vectors;
    }

    /**
     * Adds to the gradients of the encoder's parameters what follows from the gradient of the
     * vectors; to be called once, after {@code backward} of a loss of them.
     */
    public void backward() {
      Tensor gradient = vectors.grad();
      if (!gradient.defined()) {
        return;
      }
      List<Tensor> parameters = List.copyOf(encoder.parameters().values());
      List<CompletableFuture<TensorVector>> running = new ArrayList<>();
      for (int i = 0; i < shares.size(); i++) {
        Tensor share = gradient.index_select(0, rows(shares.get(i)));
        running.add(shards.get(i).backward(share, parameters));
      }
      for (TensorVector gradients : joined(running)) {
        add(gradients, parameters);
      }
      finished(shards.stream().map(Shard::forget).toList());
    }
  }

  /**
   * Embeds texts for training: with dropout, and gradients through {@link Encoding#backward}.
   *
   * @param texts as of {@link TorchEncoder#encode}
   */
  public Encoding encode(List<int[]> texts) {
    List<int[]> shares = shares(texts);
    List<CompletableFuture<Tensor>> running = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      running.add(shards.get(i).encode(chosen(texts, shares.get(i))));
    }
    Tensor vectors = together(joined(running), shares);
    vectors.set_requires_grad(true);
    return new Encoding(vectors, shares);
  }

  /**
   * Embeds texts without gradients and dropout.
   *
   * @return unit vectors // (texts, hidden)
   */
  public Tensor infer(List<int[]> texts) {
    List<int[]> shares = shares(texts);
    List<CompletableFuture<Tensor>> running = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      running.add(shards.get(i).infer(chosen(texts, shares.get(i))));
    }
    return together(joined(running), shares);
  }

  /** Ends the threads. */
  @Override
  public void close() {
    shards.forEach(Shard::close);
  }

  /** Texts of all lengths for each shard, by their rows. */
  private List<int[]> shares(List<int[]> texts) {
    encoder.requireEncodable(texts);
    int count = Math.min(shards.size(), texts.size());
    int[] byLength =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    return IntStream.range(0, count)
        .mapToObj(
            shard ->
                IntStream.range(0, byLength.length)
                    .filter(place -> place % count == shard)
                    .map(place -> byLength[place])
                    .toArray())
        .toList();
  }

  private static List<int[]> chosen(List<int[]> texts, int[] rows) {
    return IntStream.of(rows).mapToObj(texts::get).toList();
  }

  /** The shards' vectors in the order of the texts, without their history. // (texts, hidden) */
  private static Tensor together(List<Tensor> parts, List<int[]> shares) {
    int[] rows = shares.stream().flatMapToInt(IntStream::of).toArray();
    int[] places = new int[rows.length];
    for (int place = 0; place < rows.length; place++) {
      places[rows[place]] = place;
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      TensorVector all = new TensorVector();
      parts.forEach(part -> all.push_back(part.detach()));
      return torch.cat(all, 0).index_select(0, rows(places));
    }
  }

  private static Tensor rows(int[] rows) {
    return Tensors.of(IntStream.of(rows).asLongStream().toArray(), rows.length);
  }

  private static void add(TensorVector gradients, List<Tensor> parameters) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < parameters.size(); i++) {
        Tensor gradient = gradients.get(i);
        if (!gradient.defined()) {
          continue;
        }
        Tensor sum = parameters.get(i).mutable_grad();
        if (sum.defined()) {
          sum.add_(gradient);
        } else {
          sum.put(gradient);
        }
      }
    }
  }

  private static <T> List<T> joined(List<CompletableFuture<T>> running) {
    finished(running);
    return running.stream().map(CompletableFuture::join).toList();
  }

  /** Waits for all, so that none still runs when one has failed. */
  private static void finished(List<? extends CompletableFuture<?>> running) {
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
