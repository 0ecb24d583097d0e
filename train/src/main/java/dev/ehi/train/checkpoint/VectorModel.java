package dev.ehi.train.checkpoint;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeCodec;
import dev.ehi.core.vector.Adapter;
import dev.ehi.encoder.SafeTensors;
import dev.ehi.encoder.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trained tree and adapter for vectors whose encoder is not known: {@code ehi/tree.bin} in the
 * form of {@link TreeCodec} and {@code ehi/adapter.safetensors} with the tensors {@code down},
 * {@code bias} and {@code up}.
 *
 * @param tree empty for a dual encoder
 * @param adapter to be applied to vectors first; empty unless one was trained
 */
public record VectorModel(Optional<Tree> tree, Optional<Adapter> adapter) {
  private static final String TREE = "ehi/tree.bin";
  private static final String ADAPTER = "ehi/adapter.safetensors";

  /** Whether a folder holds such a model. */
  public static boolean isAt(Path folder) {
    return Files.exists(folder.resolve(TREE)) || Files.exists(folder.resolve(ADAPTER));
  }

  /**
   * Reads a model.
   *
   * @throws IOException if the folder holds none, or it is damaged
   */
  public static VectorModel read(Path folder) throws IOException {
    if (!isAt(folder)) {
      throw new IOException(
          "%s holds no trained tree: neither %s nor %s".formatted(folder, TREE, ADAPTER));
    }
    Path tree = folder.resolve(TREE);
    Path adapter = folder.resolve(ADAPTER);
    return new VectorModel(
        Files.exists(tree)
            ? Optional.of(TreeCodec.decode(Files.readAllBytes(tree)))
            : Optional.empty(),
        Files.exists(adapter) ? Optional.of(adapter(adapter)) : Optional.empty());
  }

  /** Writes the model into a folder that exists. */
  public void write(Path folder) throws IOException {
    if (tree.isPresent() || adapter.isPresent()) {
      Files.createDirectories(folder.resolve("ehi"));
    }
    if (tree.isPresent()) {
      Files.write(folder.resolve(TREE), TreeCodec.encode(tree.get()));
    }
    if (adapter.isPresent()) {
      SafeTensors.write(folder.resolve(ADAPTER), tensors(adapter.get()), Map.of());
    }
  }

  private static List<WeightTensor> tensors(Adapter adapter) {
    return List.of(
        WeightTensor.of("down", adapter.down()),
        WeightTensor.of("bias", new long[] {adapter.rank()}, adapter.bias()),
        WeightTensor.of("up", adapter.up()));
  }

  private static Adapter adapter(Path file) throws IOException {
    Map<String, WeightTensor> tensors = SafeTensors.read(file);
    return new Adapter(
        tensor(file, tensors, "down").vectors(),
        tensor(file, tensors, "bias").floats(),
        tensor(file, tensors, "up").vectors());
  }

  private static WeightTensor tensor(Path file, Map<String, WeightTensor> tensors, String name)
      throws IOException {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IOException(file + " has no tensor '" + name + "'; train again");
    }
    return tensor;
  }
}
