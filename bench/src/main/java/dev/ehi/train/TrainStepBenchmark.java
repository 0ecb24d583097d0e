package dev.ehi.train;

import dev.ehi.bench.GemmLimit;
import dev.ehi.bench.Timing;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.ModelSource;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.BatchSampler;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.start.TreeStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.NullMarked;

/**
 * Whole training steps of the default configuration on a retrieval set, of the joint model and of
 * the dual encoder alone, each followed by the bare matrix products of the encoder: tokens a second
 * and the ratio to those of the products.
 */
@NullMarked
public final class TrainStepBenchmark {
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 8;
  private static final int BRANCHING = 26; // as chosen for 20,000 documents
  private static final int LEVELS = 2; // a third is grown at the end of a run
  private static final int PROJECTION = 64;

  private TrainStepBenchmark() {}

  /** Steps of one configuration, as measured. */
  private record Steps(
      String name, Learner learner, List<Timing> times, List<Timing> products, List<Long> tokens) {
    Steps(String name, Learner learner) {
      this(name, learner, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Timing time, Timing bare, long read) {
      times.add(time);
      products.add(bare);
      tokens.add(read);
    }

    private double perSecond(List<Timing> timings, int round) {
      return tokens.get(round) / timings.get(round).seconds();
    }

    void report() {
      int rounds = times.size();
      System.out.printf(
          Locale.ROOT,
          "%s: %.0f tokens/step, %.3f s/step (CPU %.3f s), %.0f tokens/s, products alone %.0f "
              + "tokens/s, ratio %.3f (by CPU time %.3f)%n",
          name,
          Timing.quantile(tokens.stream().mapToDouble(Long::doubleValue).toArray(), .5),
          Timing.median(times, Timing::seconds),
          Timing.median(times, Timing::cpuSeconds),
          median(rounds, i -> perSecond(times, i)),
          median(rounds, i -> perSecond(products, i)),
          median(rounds, i -> products.get(i).seconds() / times.get(i).seconds()),
          median(rounds, i -> products.get(i).cpuSeconds() / times.get(i).cpuSeconds()));
    }
  }

  /**
   * @param args a retrieval set with training pairs, and the precision: bf16 or fp32
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "give two arguments: a retrieval set with training pairs, and bf16 or fp32");
    }
    String precision = args[1];
    ModelDirectory model = ModelSource.resolve("minilm", Files.createTempDirectory("train-step"));
    int threads = Runtime.getRuntime().availableProcessors();
    Torch.start(threads, precision.equals("bf16") ? 1 : threads); // as the trainer does
    ScalarType type = precision.equals("bf16") ? ScalarType.BFloat16 : ScalarType.Float;
    TrainConfig config =
        TrainConfig.defaults()
            .with("encoder.precision", precision)
            .with("index.branching", String.valueOf(BRANCHING))
            .with("index.height", String.valueOf(LEVELS))
            .with("index.projection", String.valueOf(PROJECTION));
    Material material =
        Material.load(
            config,
            new TrainInput.Texts(RetrievalSet.open(Path.of(args[0])), model),
            Progress.none());
    Vectors vectors =
        randomVectors(material.set().documents().size(), model.encoderConfig().hiddenSize());
    Tree tree =
        TreeStart.of((IndexConfig.Learned) config.index(), vectors, config.seed(), Progress.none());
    Snapshot start = material.start();
    TrainConfig dual = config.with("index.type", "none");
    try (Learner joint =
            new Learner(
                config, material.set(), material.embedders().apply(start), Optional.of(tree));
        Learner alone =
            new Learner(
                dual, material.set(), material.embedders().apply(start), Optional.empty())) {
      List<Steps> all = List.of(new Steps("joint", joint), new Steps("dual encoder", alone));
      measure(config, material, vectors, model.encoderConfig(), type, all);
      all.forEach(Steps::report);
      System.out.printf(
          Locale.ROOT,
          "a joint step takes %.3f times as long%n",
          median(
              ROUNDS,
              i -> all.get(0).times().get(i).seconds() / all.get(1).times().get(i).seconds()));
    }
  }

  private static void measure(
      TrainConfig config,
      Material material,
      Vectors vectors,
      EncoderConfig encoder,
      ScalarType type,
      List<Steps> all) {
    BatchSampler sampler =
        new BatchSampler(material.set().pairs(), config.sampling(), config.seed());
    int documents = config.sampling().spreadDocuments();
    SpreadPool spread = SpreadPool.of(vectors, documents, documents, config.seed());
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      Batch batch = sampler.batch(round + WARM_UP, NegativePools.empty());
      Timing[] times = new Timing[all.size()];
      long tokens = 0;
      for (int i = 0; i < times.length; i++) {
        Learner learner = all.get(i).learner();
        long[] read = new long[1];
        times[i] = Timing.of(() -> read[0] = learner.update(batch, spread.at(0), 1).tokens());
        tokens = read[0];
      }
      try (GemmLimit limit = new GemmLimit(encoder, tokens, type)) {
        limit.run(GemmLimit.Pass.TRAINING); // prepares the products of this shape
        Timing products = Timing.of(() -> limit.run(GemmLimit.Pass.TRAINING));
        if (round >= 0) {
          for (int i = 0; i < times.length; i++) {
            all.get(i).add(times[i], products, tokens);
          }
        }
      }
    }
  }

  private static double median(int rounds, IntToDoubleFunction value) {
    return Timing.quantile(IntStream.range(0, rounds).mapToDouble(value).toArray(), .5);
  }

  private static Vectors randomVectors(int size, int dim) {
    SplittableRandom random = new SplittableRandom(1);
    Vectors vectors = Vectors.allocate(size, dim);
    float[] row = new float[dim];
    for (int i = 0; i < size; i++) {
      for (int d = 0; d < dim; d++) {
        row[d] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
