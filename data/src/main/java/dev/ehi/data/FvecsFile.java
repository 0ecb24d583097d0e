package dev.ehi.data;

import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * {@code .fvecs}: for each vector its dimension as int32, then the float32 values, little-endian.
 */
final class FvecsFile {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private FvecsFile() {}

  static Vectors read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofConfined()) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      String name = path.toString();
      if (file.byteSize() < Integer.BYTES) {
        throw DataException.inFile(name, "holds no vector");
      }
      int dim = file.get(INT, 0);
      long stride = Integer.BYTES + (long) dim * Float.BYTES;
      if (dim < 1 || file.byteSize() % stride != 0) {
        throw DataException.inFile(
            name,
            ("%d bytes are not rows of the first row's dimension %d; the file is truncated or not"
                    + " fvecs")
                .formatted(file.byteSize(), dim));
      }
      return rows(name, file, dim, stride);
    }
  }

  private static Vectors rows(String name, MemorySegment file, int dim, long stride) {
    Vectors vectors = Vectors.allocate(NpyFile.rowCount(name, file.byteSize() / stride), dim);
    long rowBytes = stride - Integer.BYTES;
    for (int row = 0; row < vectors.size(); row++) {
      int rowDim = file.get(INT, row * stride);
      if (rowDim != dim) {
        throw DataException.inFile(
            name,
            "row %d (from 0) has dimension %d, the first %d; all must be equal"
                .formatted(row, rowDim, dim));
      }
      MemorySegment.copy(
          file, row * stride + Integer.BYTES, vectors.segment(), row * rowBytes, rowBytes);
    }
    return vectors;
  }
}
