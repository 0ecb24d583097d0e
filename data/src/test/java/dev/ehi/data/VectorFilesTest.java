package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFilesTest {
  private static final String FLOAT32 =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir Path temp;

  @Randomized(times = 10)
  void npyIsReadAsWritten(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors vectors = Vectors.allocate(random.nextInt(600), 1 + random.nextInt(1000));
    for (int i = 0; i < vectors.size(); i++) {
      float[] row = new float[vectors.dim()];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextDouble(-1, 1);
      }
      vectors.set(i, row);
    }
    Path file = temp.resolve("v" + seed + ".npy");
    VectorFiles.writeNpy(file, vectors);
    Vectors read = VectorFiles.vectors(file);
    assertThat(read.size()).isEqualTo(vectors.size());
    assertThat(read.dim()).isEqualTo(vectors.dim());
    assertThat(read.toArray()).isEqualTo(vectors.toArray());
    int header =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    assertThat((10 + header) % 64).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsNpyOfAllVersions(int version) throws IOException {
    Path file = write("v.npy", npy(version, FLOAT32 + "\n", floats(1, 2, 3, 4, 5, 6)));
    assertThat(VectorFiles.vectors(file).toArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void readsDoublesAndHalves() throws IOException {
    byte[] doubles =
        bytes(
            2 * 3 * 8,
            buffer -> Arrays.stream(new double[] {1, 0.1, 3, 4, 5, -6}).forEach(buffer::putDouble));
    Path file = write("d.npy", npy(1, FLOAT32.replace("f4", "f8"), doubles));
    assertThat(VectorFiles.vectors(file).toArray()).containsExactly(1, 0.1f, 3, 4, 5, -6);
    byte[] halves =
        bytes(
            2 * 3 * 2,
            buffer -> {
              for (int i = 0; i < 6; i++) {
                buffer.putShort(Float.floatToFloat16(i / 4f));
              }
            });
    Path half = write("h.npy", npy(1, FLOAT32.replace("f4", "f2"), halves));
    assertThat(VectorFiles.vectors(half).toArray()).containsExactly(0, .25f, .5f, .75f, 1, 1.25f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }    | '>f4' are not read; save array.astype('float32')
          {'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }    | '<i8' are not read
          {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), } | no usable 'descr'
          {'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }     | Fortran order
          {'descr': '<f4', 'fortran_order': False, 'shape': (6,), }      | two dimensions
          {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), } | two dimensions
          {'descr': '<f4', 'fortran_order': False, 'shape': (), }        | two dimensions
          {'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), }   | impossible shape
          {'descr': '<f4', 'fortran_order': False, 'shape': (2, x), }    | broken shape
          {'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2147483647), } | impossible shape
          {'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }    | 24 bytes of values; the header's shape (3, 3) of <f4 needs 36
          {'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }    | needs 12
          nonsense                                                       | no usable 'descr'
          """)
  void refusesOtherNpy(String header, String problem) throws IOException {
    Path file = write("v.npy", npy(1, header, floats(1, 2, 3, 4, 5, 6)));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.vectors(file))
        .withMessageContainingAll("v.npy: ", problem);
  }

  @Test
  void refusesNpyTruncatedAnywhere() throws IOException {
    for (int version = 1; version <= 3; version++) {
      byte[] whole = npy(version, FLOAT32, floats(1, 2, 3, 4, 5, 6));
      for (int length = 0; length < whole.length; length++) {
        Path file = write("v.npy", Arrays.copyOf(whole, length));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> VectorFiles.vectors(file));
      }
    }
  }

  @Test
  void refusesWhatIsNotFinite() throws IOException {
    Path file = write("v.npy", npy(1, FLOAT32, floats(1, 2, 3, 4, Float.NaN, 6)));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.vectors(file))
        .withMessageContaining("row 1, column 1 (from 0) is NaN");
  }

  @Test
  void readsFvecs() throws IOException {
    Path file = write("v.fvecs", fvecs(3, floats(1, 2, 3), 3, floats(4, 5, 6)));
    Vectors vectors = VectorFiles.vectors(file);
    assertThat(vectors.dim()).isEqualTo(3);
    assertThat(vectors.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void refusesBrokenFvecs() throws IOException {
    assertRefused(fvecs(3, floats(1, 2, 3), 2, floats(4, 5, 6)), "row 1 (from 0) has dimension 2");
    assertRefused(fvecs(0, floats(1, 2, 3), 3, floats(4, 5, 6)), "first row's dimension 0");
    assertRefused(fvecs(-5, floats(1, 2, 3), 3, floats(4, 5, 6)), "dimension -5");
    byte[] good = fvecs(3, floats(1, 2, 3), 3, floats(4, 5, 6));
    assertRefused(Arrays.copyOf(good, good.length - 1), "truncated");
    assertRefused(new byte[0], "holds no vector");
  }

  @Test
  void readsVectorsWithTheirIds() throws IOException {
    Path vectors = write("v.npy", npy(1, FLOAT32, floats(1, 2, 3, 4, 5, 6)));
    Path ids = Files.writeString(temp.resolve("ids.txt"), "ü\r\nb\n");
    IdentifiedVectors read = VectorFiles.read(vectors, ids);
    assertThat(read.ids()).containsExactly("ü", "b");
    assertThat(read.vectors().row(1)).containsExactly(4, 5, 6);
    VectorFiles.writeIds(temp.resolve("copy.gz"), read.ids());
    assertThat(VectorFiles.ids(temp.resolve("copy.gz"))).isEqualTo(List.of("ü", "b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a       | 1 ids, but
          a;b;c   | 3 ids, but
          a;;b    | ids.txt:2: empty
          a;a     | ids.txt:2: field "id": "a" occurs twice
          """)
  void refusesIdsThatDoNotFit(String ids, String problem) throws IOException {
    Path vectors = write("v.npy", npy(1, FLOAT32, floats(1, 2, 3, 4, 5, 6)));
    Path file = Files.writeString(temp.resolve("ids.txt"), ids.replace(';', '\n'));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.read(vectors, file))
        .withMessageContaining(problem);
  }

  @Test
  void refusesUnknownKindsAndMissingFiles() {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.vectors(temp.resolve("v.bin")))
        .withMessageContaining(".npy or .fvecs");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.vectors(temp.resolve("v.npy")))
        .withMessageContaining("v.npy: cannot be read");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.ids(temp.resolve("ids")))
        .withMessageContaining("no such file");
  }

  private void assertRefused(byte[] fvecs, String problem) throws IOException {
    Path file = write("v.fvecs", fvecs);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> VectorFiles.vectors(file))
        .withMessageContaining(problem);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(temp.resolve(name), content);
  }

  private static byte[] npy(int version, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    out.write(
        version == 1
            ? bytes(2, buffer -> buffer.putShort((short) text.length))
            : bytes(4, buffer -> buffer.putInt(text.length)));
    out.write(text);
    out.write(data);
    return out.toByteArray();
  }

  private static byte[] fvecs(int firstDim, byte[] first, int secondDim, byte[] second) {
    return bytes(
        8 + first.length + second.length,
        buffer -> buffer.putInt(firstDim).put(first).putInt(secondDim).put(second));
  }

  private static byte[] floats(float... values) {
    return bytes(
        4 * values.length,
        buffer -> {
          for (float value : values) {
            buffer.putFloat(value);
          }
        });
  }

  private interface Filler {
    void fill(ByteBuffer buffer);
  }

  private static byte[] bytes(int size, Filler filler) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    filler.fill(buffer);
    return buffer.array();
  }

  @Test
  void idsThatWouldBeReadAsSeveralAreNotWritten() {
    Path file = temp.resolve("x.ids");
    assertThatThrownBy(() -> VectorFiles.writeIds(file, List.of("a", "b c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the id \"b c\"");
    assertThat(file).doesNotExist();
    Qrels qrels = new Qrels.Builder().add("q 1", "d", 1).build();
    assertThatThrownBy(() -> TrecQrels.write(temp.resolve("x.qrels"), qrels))
        .hasMessageContaining("the id \"q 1\"");
  }
}
