package dev.ehi.cli.inspect;

import dev.ehi.cli.console.TextTable;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Adapter;
import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.WeightTensor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model directory holds.
 *
 * @param parameters of the encoder
 * @param adapterRank 0 without an adapter
 * @param training how it was trained
 * @param files with sizes and checksums
 */
record ModelDescription(
    EncoderConfig encoder,
    TextConfig text,
    long parameters,
    @Nullable TreeDescription tree,
    int adapterRank,
    Map<String, Object> training,
    List<FileDigest> files) {

  record TreeDescription(
      String id,
      TreeShape shape,
      Conditioning conditioning,
      float temperature,
      List<String> residuals) {

    static TreeDescription of(Tree tree) {
      List<String> residuals =
          IntStream.rangeClosed(1, tree.shape().height())
              .mapToObj(h -> residual(tree.level(h).residual()))
              .toList();
      return new TreeDescription(
          tree.id(), tree.shape(), tree.conditioning(), tree.temperature(), residuals);
    }

    private static String residual(Residual residual) {
      return switch (residual) {
        case Residual.None() -> "none";
        case Residual.Dense dense -> "dense";
        case Residual.LowRank lowRank -> "low rank " + lowRank.down().size();
      };
    }
  }

  static ModelDescription of(ModelDirectory model) throws IOException {
    long parameters = 0;
    for (WeightTensor weight : model.weights().values()) {
      parameters += weight.data().byteSize() / Float.BYTES;
    }
    return new ModelDescription(
        model.encoderConfig(),
        model.textConfig(),
        parameters,
        model.tree().map(TreeDescription::of).orElse(null),
        model.adapter().map(Adapter::rank).orElse(0),
        model.training(),
        FileDigest.allIn(model.path()));
  }

  void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "encoder %s: %d layers, %d dimensions, %,d parameters%n",
        encoder.modelType(),
        encoder.layers(),
        encoder.hiddenSize(),
        parameters);
    out.printf(
        "text: %s pooling, at most %d tokens a query and %d a document, prefixes \"%s\" and \"%s\"%n",
        text.pooling(),
        text.maxQueryTokens(),
        text.maxDocumentTokens(),
        text.queryPrefix(),
        text.documentPrefix());
    if (tree == null) {
      out.println("no tree: this model has not been trained by ehi");
    } else {
      IndexPrinter.tree(tree.shape(), tree.id(), out);
      out.printf(
          Locale.ROOT,
          "  levels conditioned %s, residuals %s, temperature %.3g%n",
          tree.conditioning(),
          tree.residuals(),
          tree.temperature());
    }
    if (adapterRank > 0) {
      out.println("adapter of rank " + adapterRank);
    }
    training.forEach(
        (key, value) -> {
          if (!(value instanceof Map)) {
            out.println("trained: " + key + " " + value);
          }
        });
    TextTable table = new TextTable("file", "bytes", "sha-256");
    files.forEach(file -> table.row(file.name(), file.bytes(), file.sha256()));
    table.print(out);
  }
}
