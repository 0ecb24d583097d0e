package dev.ehi.cli.inspect;

import dev.ehi.cli.console.TextTable;
import dev.ehi.core.vector.Adapter;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.VectorModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model holds.
 *
 * @param encoder null where the model was trained on given vectors
 * @param adapterRank 0 without an adapter
 * @param training how it was trained
 * @param files with sizes and checksums
 */
record ModelDescription(
    @Nullable EncoderDescription encoder,
    @Nullable TreeDescription tree,
    int adapterRank,
    Map<String, Object> training,
    List<FileDigest> files) {

  static ModelDescription of(Path folder) throws IOException {
    EncoderDescription encoder =
        VectorModel.isAt(folder) ? null : EncoderDescription.of(ModelDirectory.open(folder));
    VectorModel rest = VectorModel.read(folder);
    return new ModelDescription(
        encoder,
        rest.tree().map(TreeDescription::of).orElse(null),
        rest.adapter().map(Adapter::rank).orElse(0),
        rest.training(),
        FileDigest.allIn(folder));
  }

  void print(PrintStream out) {
    if (encoder == null) {
      out.println("no encoder: this model was trained on given vectors");
    } else {
      encoder.print(out);
    }
    if (tree == null) {
      out.println(
          training.isEmpty() ? "no tree: this model has not been trained by ehi" : "no tree");
    } else {
      tree.print(out);
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
