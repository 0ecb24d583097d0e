package dev.ehi.data;

import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Vectors given by the user: {@code .npy} or {@code .fvecs}, and a text file with an id a line. */
public final class VectorFiles {
  private VectorFiles() {}

  /**
   * Reads vectors and the ids of their rows.
   *
   * @throws DataException when either file is malformed or the counts differ
   */
  public static IdentifiedVectors read(Path vectors, Path ids) {
    List<String> read = ids(ids);
    Vectors rows = vectors(vectors);
    if (read.size() != rows.size()) {
      throw DataException.inFile(
          ids.toString(),
          "%d ids, but %s has %d vectors; there must be one id a line for each"
              .formatted(read.size(), vectors, rows.size()));
    }
    return new IdentifiedVectors(read, rows);
  }

  /**
   * Reads vectors; the ending of the name tells the format.
   *
   * @throws DataException when the file is malformed or holds a value that is not finite
   */
  public static Vectors vectors(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    try {
      Vectors vectors;
      if (name.endsWith(".npy")) {
        vectors = NpyFile.read(path);
      } else if (name.endsWith(".fvecs")) {
        vectors = FvecsFile.read(path);
      } else {
        throw DataException.inFile(
            path.toString(), "unknown kind of vectors; give a .npy or .fvecs file");
      }
      requireFinite(path, vectors);
      return vectors;
    } catch (IOException e) {
      throw DataException.inFile(path.toString(), "cannot be read: " + e, e);
    }
  }

  /**
   * Reads ids, one a line, in the order of the vectors.
   *
   * @throws DataException when an id is empty or repeated
   */
  public static List<String> ids(Path path) {
    TextFile file = TextFile.of(path);
    List<String> ids = new ArrayList<>();
    IdSet seen = new IdSet();
    try (LineReader lines = new LineReader(file)) {
      while (lines.advance()) {
        String id = lines.text().strip();
        if (id.isEmpty()) {
          throw DataException.atLine(
              file.name(), lines.line(), "empty; every line must hold the id of one vector");
        }
        if (!seen.add(id)) {
          throw FileSet.duplicate(file.name(), lines.line(), "id", id);
        }
        ids.add(id);
      }
    }
    return ids;
  }

  /** Writes float32 {@code .npy}, whole or not at all. */
  public static void writeNpy(Path path, Vectors vectors) throws IOException {
    NpyFile.write(path, vectors);
  }

  /**
   * Says whether ids can stand in the files that go with vectors: one a line, and in TREC files,
   * whose columns are parted by blanks.
   *
   * @throws IllegalArgumentException if one cannot
   */
  public static void requireWritable(List<String> ids) {
    ids.forEach(Blanks::requireNone);
  }

  /**
   * Writes ids, one a line, whole or not at all.
   *
   * @throws IllegalArgumentException if one holds a blank
   */
  public static void writeIds(Path path, List<String> ids) throws IOException {
    requireWritable(ids);
    TextOutput.write(
        path,
        out -> {
          for (String id : ids) {
            out.write(id);
            out.write('\n');
          }
        });
  }

  private static void requireFinite(Path path, Vectors vectors) {
    float[] row = new float[vectors.dim()];
    for (int i = 0; i < vectors.size(); i++) {
      vectors.get(i, row);
      for (int j = 0; j < row.length; j++) {
        if (!Float.isFinite(row[j])) {
          throw DataException.inFile(
              path.toString(),
              "row %d, column %d (from 0) is %s; vectors must be finite".formatted(i, j, row[j]));
        }
      }
    }
  }
}
