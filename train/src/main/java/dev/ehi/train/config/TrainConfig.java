package dev.ehi.train.config;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafLinks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what a training run computes. Values are set by {@link #defaults()}, then
 * files, then flags; each layer names only what it changes.
 *
 * @param seed of every random choice
 * @param length of the run
 * @param threads of libtorch; 0 takes one for each core
 * @param depth what is trained
 * @param supervision what is learned from
 * @param encoder how the encoder is trained
 * @param index the tree, or none for the dual-encoder baseline
 * @param text limits of texts
 * @param sampling composition of a batch
 * @param mining of hard negatives
 * @param loss terms and their weights
 * @param optimizer learning rates and their course
 * @param settle training of the tree alone, at the end
 * @param distil teaching the tree to route queries, at the very end
 * @param dev scoring on held-out queries
 * @param checkpoint when the state is saved
 */
public record TrainConfig(
    long seed,
    LengthConfig length,
    int threads,
    Depth depth,
    Supervision supervision,
    EncoderTraining encoder,
    IndexConfig index,
    TextLimits text,
    SamplingConfig sampling,
    MiningConfig mining,
    LossConfig loss,
    OptimizerConfig optimizer,
    SettleConfig settle,
    DistilConfig distil,
    DevConfig dev,
    CheckpointConfig checkpoint) {

  public TrainConfig {
    Checks.range("threads", threads, 0, 1_024);
    if (depth instanceof Depth.Index && index instanceof IndexConfig.None) {
      throw new IllegalArgumentException(
          "depth.type is 'index' and index.type is 'none', so there is nothing to train;"
              + " set depth.type to 'adapter' or 'full', or index.type to 'tree'");
    }
    if (supervision instanceof Supervision.Neighbours && depth instanceof Depth.Full) {
      throw new IllegalArgumentException(
          "supervision.type 'neighbours' teaches a tree what exact search finds, and an encoder"
              + " nothing; set depth.type to 'index' or 'adapter'");
    }
    if (learnsFromExactSearch(supervision, depth) && index instanceof IndexConfig.None) {
      throw new IllegalArgumentException(
          "on frozen vectors supervision.type 'text' and 'neighbours' teach a tree what exact search"
              + " finds, but index.type is 'none'; set it to 'tree'");
    }
  }

  /**
   * Whether exact search on the starting vectors is the teacher, and the measure on held-out
   * queries: so it is without judgements where the encoder is frozen.
   */
  public boolean learnsFromExactSearch() {
    return learnsFromExactSearch(supervision, depth);
  }

  private static boolean learnsFromExactSearch(Supervision supervision, Depth depth) {
    return !(supervision instanceof Supervision.Pairs) && !(depth instanceof Depth.Full);
  }

  /** The values of the standard budget. */
  public static TrainConfig defaults() {
    return new TrainConfig(
        42,
        new LengthConfig(1, 300, 2_000),
        0,
        new Depth.Full(),
        new Supervision.Pairs(),
        new EncoderTraining(
            EncoderTraining.NumericPrecision.BF16, 0, EncoderTraining.WordEmbeddings.TRAINED),
        new IndexConfig.Learned(
            0,
            0,
            0,
            20_000,
            1 << 15,
            LeafLinks.STANDARD,
            Conditioning.PER_PARENT,
            new ResidualConfig.None(),
            IndexConfig.Start.KMEANS,
            0.1,
            0.3),
        new TextLimits(32, 128),
        new SamplingConfig(48, 1, 0.25, 2, 512),
        new MiningConfig(1, 100, 300, 32, 0.95),
        new LossConfig(
            new LossConfig.Siamese.InfoNce(1, 0.05),
            new LossConfig.Indexing.Collision(0.015),
            new LossConfig.Diversity.Balance(0.03)),
        new OptimizerConfig(3e-5, 1e-2, 0.01, 0.1, OptimizerConfig.Decay.LINEAR, 0.05, 1),
        new SettleConfig(300, 128),
        new DistilConfig(1_000, 256, 100, 0.05, 0.02, 0.05),
        new DevConfig(1_000, 0.05, List.of(0.01, 0.02, 0.05, 0.1), 1, 100, 2),
        new CheckpointConfig(0, 5));
  }

  /**
   * The defaults overridden by a file.
   *
   * @throws ConfigException as {@link #with(Path)}
   */
  public static TrainConfig read(Path file) {
    return defaults().with(file);
  }

  /**
   * This configuration overridden by a file.
   *
   * @param file YAML or JSON; names only the keys that differ
   * @throws ConfigException if it cannot be read, names an unknown key or holds a wrong value
   */
  public TrainConfig with(Path file) {
    return ConfigTree.of(this).merge(file).bind();
  }

  /**
   * This configuration with one key changed.
   *
   * @param path keys joined by dots, such as {@code optimizer.encoder-rate}
   * @param value a YAML scalar or flow value
   */
  public TrainConfig with(String path, String value) {
    return with(Map.of(path, value));
  }

  /** This configuration with keys changed in the map's order, checked once at the end. */
  public TrainConfig with(Map<String, String> changes) {
    ConfigTree tree = ConfigTree.of(this);
    changes.forEach(tree::set);
    return tree.bind();
  }

  /** All values as a JSON object. */
  public Map<String, Object> toMap() {
    return ConfigTree.of(this).map();
  }

  /** 16 hexadecimal digits that change with every value except those on checkpoints. */
  public String fingerprint() {
    Map<String, Object> values = toMap();
    values.remove("checkpoint");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(values.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** All values, in the form that {@link #read} takes. */
  public String toYaml() {
    return ConfigTree.of(this).yaml();
  }
}
