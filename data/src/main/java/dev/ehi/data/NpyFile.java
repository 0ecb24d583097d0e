package dev.ehi.data;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy}, versions 1 to 3: magic, version, length of the header, the header as a
 * Python dictionary, then the values. Read are two-dimensional arrays of little-endian float16,
 * float32 or float64 in C order; written is float32, version 1.
 */
final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern DTYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  private static final ValueLayout.OfShort INT16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble FLOAT64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private NpyFile() {}

  static Vectors read(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofConfined()) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return values(path.toString(), file);
    }
  }

  static void write(Path path, Vectors vectors) throws IOException {
    byte[] header = header(vectors);
    long bytes = (long) vectors.size() * vectors.dim() * Float.BYTES;
    DurableFiles.write(
        path,
        channel -> {
          DurableFiles.writeFully(channel, ByteBuffer.wrap(header));
          DurableFiles.writeFully(channel, vectors.segment().asSlice(0, bytes));
        });
  }

  /** A file's row count as an int, which is as many as {@link Vectors} can hold. */
  static int rowCount(String name, long rows) {
    if (rows > Integer.MAX_VALUE) {
      throw DataException.inFile(name, rows + " rows are too many; split the file");
    }
    return (int) rows;
  }

  private static Vectors values(String name, MemorySegment file) {
    if (file.byteSize() < 10 || file.mismatch(MemorySegment.ofArray(MAGIC)) != MAGIC.length) {
      throw DataException.inFile(name, "not a .npy file: it does not begin with \\x93NUMPY");
    }
    int version = file.get(ValueLayout.JAVA_BYTE, 6);
    if (version < 1 || version > 3) {
      throw DataException.inFile(name, "unknown .npy version " + version + "; save it with NumPy");
    }
    long start = version == 1 ? 10 : 12;
    long length =
        version == 1
            ? Short.toUnsignedLong(file.get(INT16, 8))
            : file.byteSize() < start ? -1 : Integer.toUnsignedLong(file.get(INT32, 8));
    if (length < 0 || start + length > file.byteSize()) {
      throw DataException.inFile(name, "ends inside its header; the file is truncated");
    }
    byte[] bytes = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
    Header header = Header.parse(name, new String(bytes, StandardCharsets.UTF_8));
    MemorySegment data = file.asSlice(start + length);
    long expected = header.rows * header.dim * header.type.bytes;
    if (data.byteSize() != expected) {
      throw DataException.inFile(
          name,
          "%d bytes of values; the header's shape (%d, %d) of %s needs %d"
              .formatted(data.byteSize(), header.rows, header.dim, header.type.dtype, expected));
    }
    return header.type.read(data, rowCount(name, header.rows), header.dim);
  }

  private static byte[] header(Vectors vectors) {
    String dictionary =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(vectors.size(), vectors.dim());
    int unpadded = 10 + dictionary.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    int length = dictionary.length() + padding + 1;
    byte[] header = new byte[10 + length];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[6] = 1;
    header[8] = (byte) length;
    header[9] = (byte) (length >> 8);
    byte[] text = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 10, text.length);
    return header;
  }

  private record Header(Type type, long rows, int dim) {
    private static Header parse(String name, String text) {
      String dtype = field(name, text, "descr", DTYPE);
      Type type = Type.of(name, dtype);
      String[] shape = field(name, text, "shape", SHAPE).strip().split("\\s*,\\s*");
      if (shape.length != 2 || shape[1].isEmpty()) {
        throw DataException.inFile(
            name,
            "the array has shape (%s); give one of two dimensions, (rows, dim)"
                .formatted(String.join(", ", shape)));
      }
      if (field(name, text, "fortran_order", ORDER).equals("True")) {
        throw DataException.inFile(
            name, "the array is in Fortran order; save numpy.ascontiguousarray(array)");
      }
      try {
        return checked(name, type, Long.parseLong(shape[0]), Integer.parseInt(shape[1]));
      } catch (NumberFormatException e) {
        throw DataException.inFile(name, "broken shape in the header: " + text.strip(), e);
      }
    }

    private static Header checked(String name, Type type, long rows, int dim) {
      if (rows < 0 || rows > Long.MAX_VALUE / Integer.MAX_VALUE / 8 || dim < 1) {
        throw DataException.inFile(name, "impossible shape (%d, %d)".formatted(rows, dim));
      }
      return new Header(type, rows, dim);
    }

    private static String field(String name, String text, String key, Pattern pattern) {
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw DataException.inFile(
            name, "no usable '%s' in the header: %s".formatted(key, text.strip()));
      }
      return matcher.group(1);
    }
  }

  /** The number types that are read. */
  private enum Type {
    FLOAT16("<f2", Short.BYTES) {
      @Override
      float value(MemorySegment data, long index) {
        return Float.float16ToFloat(data.get(INT16, index * bytes));
      }
    },
    FLOAT32("<f4", Float.BYTES) {
      @Override
      float value(MemorySegment data, long index) {
        return data.get(NpyFile.FLOAT32, index * bytes);
      }
    },
    FLOAT64("<f8", Double.BYTES) {
      @Override
      float value(MemorySegment data, long index) {
        return (float) data.get(NpyFile.FLOAT64, index * bytes);
      }
    };

    private final String dtype;
    final int bytes;

    Type(String dtype, int bytes) {
      this.dtype = dtype;
      this.bytes = bytes;
    }

    abstract float value(MemorySegment data, long index);

    private Vectors read(MemorySegment data, int rows, int dim) {
      Vectors vectors = Vectors.allocate(rows, dim);
      float[] row = new float[dim];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < dim; j++) {
          row[j] = value(data, (long) i * dim + j);
        }
        vectors.set(i, row);
      }
      return vectors;
    }

    private static Type of(String name, String dtype) {
      for (Type type : values()) {
        if (type.dtype.equals(dtype)) {
          return type;
        }
      }
      throw DataException.inFile(
          name,
          "values of type '%s' are not read; save array.astype('float32') (little-endian)"
              .formatted(dtype));
    }
  }
}
