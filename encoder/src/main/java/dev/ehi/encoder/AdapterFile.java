package dev.ehi.encoder;

import dev.ehi.core.vector.Adapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An adapter as {@code ehi/adapter.safetensors}, with tensors {@code down}, {@code bias}, {@code
 * up}.
 */
final class AdapterFile {
  private AdapterFile() {}

  static void write(Path file, Adapter adapter) throws IOException {
    float[] bias = adapter.bias();
    SafeTensors.write(
        file,
        List.of(
            WeightTensor.of("down", adapter.down()),
            WeightTensor.of("bias", new long[] {bias.length}, bias),
            WeightTensor.of("up", adapter.up())),
        Map.of());
  }

  /**
   * @throws ModelException if the file is damaged or holds no adapter
   */
  static Adapter read(Path file) throws IOException {
    Map<String, WeightTensor> tensors = SafeTensors.read(file);
    WeightTensor down = tensors.get("down");
    WeightTensor bias = tensors.get("bias");
    WeightTensor up = tensors.get("up");
    if (down == null || bias == null || up == null) {
      throw new ModelException(file, "no adapter: it needs the tensors 'down', 'bias' and 'up'");
    }
    try {
      return new Adapter(down.vectors(), bias.floats(), up.vectors());
    } catch (IllegalArgumentException e) {
      throw new ModelException(file, "no valid adapter: " + e.getMessage(), e);
    }
  }
}
