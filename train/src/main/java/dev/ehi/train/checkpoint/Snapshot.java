package dev.ehi.train.checkpoint;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.encoder.SafeTensors;
import dev.ehi.encoder.VectorModel;
import dev.ehi.encoder.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies of all trained weights at one step.
 *
 * @param encoder weights with HuggingFace names; empty unless the encoder is trained
 * @param tree empty for a dual encoder
 * @param adapter empty unless one is trained
 */
public record Snapshot(List<WeightTensor> encoder, Optional<Tree> tree, Optional<Adapter> adapter) {
  private static final String ENCODER = "encoder.safetensors";

  public Snapshot {
    encoder = List.copyOf(encoder);
  }

  /** The same weights with another tree. */
  public Snapshot withTree(Tree other) {
    return new Snapshot(encoder, Optional.of(other), adapter);
  }

  void write(Path directory) throws IOException {
    if (!encoder.isEmpty()) {
      SafeTensors.write(directory.resolve(ENCODER), encoder, Map.of());
    }
    new VectorModel(tree, adapter, Map.of()).write(directory);
  }

  static Snapshot read(Path directory) throws IOException {
    Path file = directory.resolve(ENCODER);
    List<WeightTensor> encoder =
        Files.exists(file) ? List.copyOf(SafeTensors.read(file).values()) : List.of();
    VectorModel rest = VectorModel.read(directory);
    return new Snapshot(encoder, rest.tree(), rest.adapter());
  }
}
