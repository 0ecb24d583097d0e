package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  @TempDir private Path temporary;

  @Randomized(times = 20)
  void readsBackWhatItWrote(long seed) throws Exception {
    Random random = new Random(seed);
    List<WeightTensor> tensors = new ArrayList<>();
    for (int t = 0; t < random.nextInt(6); t++) {
      long[] shape = random.ints(random.nextInt(4), 0, 5).asLongStream().toArray();
      float[] values = new float[(int) WeightTensor.elements(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat(-9, 9);
      }
      tensors.add(WeightTensor.of("tensor \"é\" " + t, shape, values));
    }
    Path file = temporary.resolve("some.safetensors");
    SafeTensors.write(file, tensors, Map.of("seed", Long.toString(seed)));

    Map<String, WeightTensor> read = SafeTensors.read(file);
    assertThat(read.keySet())
        .containsExactlyElementsOf(tensors.stream().map(WeightTensor::name).toList());
    for (WeightTensor tensor : tensors) {
      assertThat(tensor(read, tensor.name()).shape()).isEqualTo(tensor.shape());
      assertThat(tensor(read, tensor.name()).floats()).isEqualTo(tensor.floats());
    }
    assertThat(SafeTensors.metadata(file)).containsExactly(Map.entry("seed", Long.toString(seed)));
  }

  @Test
  void widensHalfPrecisionAndSkipsIntegers() throws Exception {
    ByteBuffer values = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
    values.put((byte) 1); // what follows lies unaligned
    values.putFloat(1.5f).putFloat(-2);
    values.putShort(Float.floatToFloat16(0.25f)).putShort(Float.floatToFloat16(-65504));
    values.putShort((short) (Float.floatToIntBits(3) >>> 16));
    values.putShort((short) (Float.floatToIntBits(-0.5f) >>> 16));
    Path file =
        file(
            """
            {"ids":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
             "f":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},
             "h":{"dtype":"F16","shape":[2],"data_offsets":[9,13]},
             "b":{"dtype":"BF16","shape":[2,1],"data_offsets":[13,17]}}""",
            values.array());

    Map<String, WeightTensor> read = SafeTensors.read(file);

    assertThat(read).containsOnlyKeys("f", "h", "b");
    assertThat(tensor(read, "f").floats()).containsExactly(1.5f, -2);
    assertThat(tensor(read, "h").floats()).containsExactly(0.25f, -65504);
    assertThat(tensor(read, "b").floats()).containsExactly(3, -0.5f);
    assertThat(tensor(read, "b").shape()).containsExactly(2, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}      | 'a' has type 'F64'
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}      | shape [1] does not fit
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99]}}     | ends at byte 99 of 8
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}      | bad data_offsets
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[-1,7]}}     | 'data_offsets' is no list
          {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}        | 'shape' is no list
          {"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,8]}}    | 'shape' is no list
          {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}} | does not fit
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}      | 8 bytes of values, but
          {"a":7}                                                     | 'a'
          [1,2]                                                       | no JSON object
          {"a":{"dtype":"F32"                                         | bad header
          {"a":{},"a":{}}                                             | bad header
          """)
  void refusesDamage(String header, String message) throws Exception {
    Path file = file(header, new byte[8]);

    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void refusesEveryTruncation() throws Exception {
    Path whole = temporary.resolve("whole.safetensors");
    SafeTensors.write(whole, List.of(WeightTensor.of("a", new long[] {3}, new float[3])), Map.of());
    byte[] bytes = Files.readAllBytes(whole);
    Path file = temporary.resolve("part.safetensors");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> SafeTensors.read(file)).isInstanceOf(ModelException.class);
    }
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    WeightTensor tensor = WeightTensor.of("a", new long[] {1}, new float[1]);

    assertThatThrownBy(
            () -> SafeTensors.write(temporary.resolve("x"), List.of(tensor, tensor), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(temporary).isEmptyDirectory();
  }

  private static WeightTensor tensor(Map<String, WeightTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private Path file(String header, byte[] values) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(values);
    return Files.write(temporary.resolve("made.safetensors"), bytes.array());
  }
}
