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
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.NullMarked;

/**
 * Whole training steps of the default configuration on a retrieval set, each followed by the bare
 * matrix products that it holds: tokens a second of both and their ratio, in bfloat16 and float32.
 */
@NullMarked
public final class TrainStepBenchmark {
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 15;

  private TrainStepBenchmark() {}

  /**
   * @param args a retrieval set with training pairs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException("give one argument: a retrieval set with training pairs");
    }
    Path cache = Files.createTempDirectory("train-step");
    ModelDirectory model = ModelSource.resolve("minilm", cache);
    RetrievalSet set = RetrievalSet.open(Path.of(args[0]));
    measure("bf16", ScalarType.BFloat16, set, model);
    measure("fp32", ScalarType.Float, set, model);
  }

  private static void measure(
      String precision, ScalarType type, RetrievalSet set, ModelDirectory model)
      throws IOException, InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    Torch.start(threads, type == ScalarType.BFloat16 ? 1 : threads); // as the trainer does
    TrainConfig config = TrainConfig.defaults().with("encoder.precision", precision);
    Material material = Material.load(config, new TrainInput.Texts(set, model), Progress.none());
    Vectors vectors =
        randomVectors(material.set().documents().size(), model.encoderConfig().hiddenSize());
    Tree tree =
        TreeStart.of(
            (IndexConfig.Learned)
                config.with("index.branching", "256").index(), // as for 20,000 documents
            vectors,
            config.seed(),
            Progress.none());
    Snapshot start = material.start();
    List<Timing> steps = new ArrayList<>();
    List<Timing> products = new ArrayList<>();
    List<Long> tokens = new ArrayList<>();
    try (Learner learner =
        new Learner(config, material.set(), material.embedders().apply(start), Optional.of(tree))) {
      BatchSampler sampler =
          new BatchSampler(material.set().pairs(), config.sampling(), config.seed());
      SpreadPool spread =
          SpreadPool.of(
              vectors,
              config.sampling().spreadDocuments(),
              config.sampling().spreadDocuments(),
              config.seed());
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        Batch batch = sampler.batch(round + WARM_UP, NegativePools.empty());
        long[] read = new long[1];
        Timing step = Timing.of(() -> read[0] = learner.update(batch, spread.at(0), 1).tokens());
        try (GemmLimit limit = new GemmLimit(model.encoderConfig(), read[0], type)) {
          limit.run(GemmLimit.Pass.TRAINING); // prepares the products of this shape
          Timing bare = Timing.of(() -> limit.run(GemmLimit.Pass.TRAINING));
          if (round >= 0) {
            steps.add(step);
            products.add(bare);
            tokens.add(read[0]);
          }
        }
      }
    }
    report(precision, model.encoderConfig(), tokens, steps, products);
  }

  private static void report(
      String precision,
      EncoderConfig encoder,
      List<Long> tokens,
      List<Timing> steps,
      List<Timing> products) {
    double[] perStep = new double[ROUNDS];
    double[] perProducts = new double[ROUNDS];
    double[] wallRatio = new double[ROUNDS];
    double[] cpuRatio = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      perStep[i] = tokens.get(i) / steps.get(i).seconds();
      perProducts[i] = tokens.get(i) / products.get(i).seconds();
      wallRatio[i] = products.get(i).seconds() / steps.get(i).seconds();
      cpuRatio[i] = products.get(i).cpuSeconds() / steps.get(i).cpuSeconds();
    }
    double flops = GemmLimit.flops(encoder, GemmLimit.Pass.TRAINING);
    double speed = Timing.quantile(perStep, .5);
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f tokens/step, step %.0f tokens/s (%.3f s, CPU %.3f s), products alone %.0f tokens/s, "
            + "ratio %.3f (by CPU time %.3f); %.1f MFLOP/token in linear layers, %.0f GFLOP/s used of %.0f%n",
        precision,
        Timing.quantile(tokens.stream().mapToDouble(Long::doubleValue).toArray(), .5),
        speed,
        Timing.median(steps, Timing::seconds),
        Timing.median(steps, Timing::cpuSeconds),
        Timing.quantile(perProducts, .5),
        Timing.quantile(wallRatio, .5),
        Timing.quantile(cpuRatio, .5),
        flops / 1e6,
        speed * flops / 1e9,
        Timing.quantile(perProducts, .5) * flops / 1e9);
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
