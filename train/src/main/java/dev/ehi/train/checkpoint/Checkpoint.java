package dev.ehi.train.checkpoint;

import dev.ehi.encoder.SafeTensors;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.mining.Assignment;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.NegativePools;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a run needs to continue as if it had not stopped.
 *
 * @param state step, scores and counters
 * @param weights being trained
 * @param optimizer moments of the optimiser, by name
 * @param negatives mined last
 * @param spread documents from which a step draws those that only the tree sees
 * @param assignment the last one; empty before the first
 */
public record Checkpoint(
    RunState state,
    Snapshot weights,
    Map<String, WeightTensor> optimizer,
    NegativePools negatives,
    DocumentSample spread,
    Optional<Assignment> assignment) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String STATE = "state.json";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String NEGATIVES = "negatives.bin";
  private static final String SPREAD_DOCUMENTS = "spread.bin";
  private static final String SPREAD_VECTORS = "spread.safetensors";
  private static final String VECTORS = "vectors";
  private static final String ASSIGNMENT = "assignment.bin";

  void write(Path directory) throws IOException {
    weights.write(directory);
    SafeTensors.write(directory.resolve(OPTIMIZER), optimizer.values(), Map.of());
    writeRows(directory.resolve(NEGATIVES), negatives.rows());
    writeSpread(directory);
    writeAssignment(directory);
    Files.writeString(directory.resolve(STATE), JSON.writeValueAsString(state));
  }

  static Checkpoint read(Path directory) throws IOException {
    return new Checkpoint(
        JSON.readValue(Files.readString(directory.resolve(STATE)), RunState.class),
        Snapshot.read(directory),
        SafeTensors.read(directory.resolve(OPTIMIZER)),
        new NegativePools(readRows(directory.resolve(NEGATIVES))),
        readSpread(directory),
        readAssignment(directory));
  }

  private void writeSpread(Path directory) throws IOException {
    if (spread.size() > 0) {
      writeRows(directory.resolve(SPREAD_DOCUMENTS), new int[][] {spread.documents()});
      SafeTensors.write(
          directory.resolve(SPREAD_VECTORS),
          List.of(WeightTensor.of(VECTORS, spread.vectors())),
          Map.of());
    }
  }

  private static DocumentSample readSpread(Path directory) throws IOException {
    Path documents = directory.resolve(SPREAD_DOCUMENTS);
    if (!Files.exists(documents)) {
      return DocumentSample.empty();
    }
    WeightTensor vectors = SafeTensors.read(directory.resolve(SPREAD_VECTORS)).get(VECTORS);
    return new DocumentSample(readRows(documents)[0], Objects.requireNonNull(vectors).vectors());
  }

  private void writeAssignment(Path directory) throws IOException {
    if (assignment.isPresent()) {
      LeafMap leaves = assignment.get().leaves();
      int[] head = {Math.toIntExact(assignment.get().step()), leaves.leaves()};
      writeRows(directory.resolve(ASSIGNMENT), new int[][] {head, leaves.leafOf()});
    }
  }

  private static Optional<Assignment> readAssignment(Path directory) throws IOException {
    Path file = directory.resolve(ASSIGNMENT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    int[][] rows = readRows(file);
    return Optional.of(new Assignment(rows[0][0], LeafMap.of(rows[1], rows[0][1])));
  }

  private static void writeRows(Path file, int[][] rows) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(rows.length);
      for (int[] row : rows) {
        out.writeInt(row.length);
        for (int document : row) {
          out.writeInt(document);
        }
      }
    }
  }

  private static int[][] readRows(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int[][] rows = new int[in.readInt()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new int[in.readInt()];
        for (int j = 0; j < rows[i].length; j++) {
          rows[i][j] = in.readInt();
        }
      }
      return rows;
    }
  }
}
