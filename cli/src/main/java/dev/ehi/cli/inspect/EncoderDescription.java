package dev.ehi.cli.inspect;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.WeightTensor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/**
 * The make-up of an encoder.
 *
 * @param parameters how many numbers are trained in it
 */
record EncoderDescription(EncoderConfig config, TextConfig text, long parameters) {

  static EncoderDescription of(ModelDirectory model) throws IOException {
    long parameters = 0;
    for (WeightTensor weight : model.weights().values()) {
      parameters += weight.data().byteSize() / Float.BYTES;
    }
    return new EncoderDescription(model.encoderConfig(), model.textConfig(), parameters);
  }

  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "encoder %s: %d layers, %d dimensions, %,d parameters%n",
        config.modelType(),
        config.layers(),
        config.hiddenSize(),
        parameters);
    out.printf(
        "text: %s pooling, at most %d tokens a query and %d a document, prefixes \"%s\" and \"%s\"%n",
        text.pooling(),
        text.maxQueryTokens(),
        text.maxDocumentTokens(),
        text.queryPrefix(),
        text.documentPrefix());
  }
}
