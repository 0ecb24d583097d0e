package dev.ehi.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The bundled models, unpacked once per build directory. */
final class Models {
  static final Path CACHE = Path.of("target", "test-models");

  private Models() {}

  static ModelDirectory open(StartingModel model) {
    try {
      return model.open(CACHE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
