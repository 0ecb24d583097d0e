package dev.ehi.encoder;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A transformer in ONNX Runtime, with pooling on top: token ids to one vector a text. */
final class OnnxModel implements AutoCloseable {
  private final OrtEnvironment environment = OnnxRuntime.environment();
  private final Path source;
  private final OrtSession session;
  private final Set<String> inputs;
  private final String output;
  private final int hidden;

  private OnnxModel(Path source, OrtSession session, int hidden) throws OrtException {
    this.source = source;
    this.session = session;
    this.inputs = session.getInputNames();
    this.hidden = hidden;
    this.output =
        session.getOutputInfo().values().stream()
            .filter(info -> isTokenEmbedding(info, hidden))
            .map(NodeInfo::getName)
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelException(
                        source,
                        "no output of token embeddings (batch, tokens, %d); outputs are %s"
                            .formatted(hidden, session.getOutputNames())));
  }

  /**
   * Loads the directory's ONNX file, or else a graph built of its weights. An inference runs on the
   * thread that asks for it.
   *
   * @throws ModelException if the runtime refuses the model
   */
  static OnnxModel open(ModelDirectory directory) throws IOException {
    Path source = directory.onnx().orElse(directory.path());
    int hidden = directory.encoderConfig().hiddenSize();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setMemoryPatternOptimization(false); // shapes vary: it would keep memory for each
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OnnxRuntime.environment();
      OrtSession session =
          directory.onnx().isPresent()
              ? environment.createSession(source.toString(), options)
              : environment.createSession(
                  EncoderGraph.of(directory.encoderConfig(), directory.weights()).toBuffer(),
                  options);
      return new OnnxModel(source, session, hidden);
    } catch (OrtException e) {
      throw new ModelException(source, "ONNX Runtime cannot load it: " + e.getMessage(), e);
    }
  }

  /**
   * Pooled embeddings, not normalised.
   *
   * @param tokens ids of each text; none empty
   * @return // (texts, hidden)
   */
  float[][] embed(List<int[]> tokens, Pooling pooling) {
    int rows = tokens.size();
    int width = tokens.stream().mapToInt(ids -> ids.length).max().orElse(0);
    long[] shape = {rows, width};
    try (Arena arena = Arena.ofConfined()) {
      LongBuffer ids = longs(arena, rows * width);
      LongBuffer mask = longs(arena, rows * width);
      for (int row = 0; row < rows; row++) {
        int[] text = tokens.get(row);
        for (int column = 0; column < text.length; column++) {
          ids.put(row * width + column, text[column]);
          mask.put(row * width + column, 1);
        }
      }
      FloatBuffer states = floats(arena, rows * width * hidden);
      try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
          OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
          OnnxTensor typeTensor =
              OnnxTensor.createTensor(environment, longs(arena, rows * width), shape);
          OnnxTensor stateTensor =
              OnnxTensor.createTensor(environment, states, new long[] {rows, width, hidden})) {
        Map<String, OnnxTensor> values = new HashMap<>();
        values.put(EncoderGraph.INPUT_IDS, idTensor);
        values.put(EncoderGraph.ATTENTION_MASK, maskTensor);
        values.put(EncoderGraph.TOKEN_TYPE_IDS, typeTensor);
        values.keySet().retainAll(inputs);
        session.run(values, Set.of(), Map.of(output, stateTensor)).close();
      }
      return pool(states, tokens, width, pooling);
    } catch (OrtException e) {
      throw new ModelException(source, "ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException(source, "ONNX Runtime failed to close: " + e.getMessage(), e);
    }
  }

  // states: (texts, width, hidden)
  private float[][] pool(FloatBuffer states, List<int[]> tokens, int width, Pooling pooling) {
    float[][] pooled = new float[tokens.size()][hidden];
    float[] state = new float[hidden];
    for (int row = 0; row < pooled.length; row++) {
      float[] sum = pooled[row];
      int count =
          switch (pooling) {
            case CLS -> 1;
            case MEAN -> tokens.get(row).length;
          };
      for (int column = 0; column < count; column++) {
        states.get((row * width + column) * hidden, state);
        for (int i = 0; i < hidden; i++) {
          sum[i] += state[i];
        }
      }
      for (int i = 0; i < hidden; i++) {
        sum[i] /= count;
      }
    }
    return pooled;
  }

  private static boolean isTokenEmbedding(NodeInfo info, int hidden) {
    return info.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT
        && tensor.getShape().length == 3
        && (tensor.getShape()[2] == hidden || tensor.getShape()[2] == -1);
  }

  private static LongBuffer longs(Arena arena, int size) {
    return buffer(arena.allocate(ValueLayout.JAVA_LONG, size)).asLongBuffer();
  }

  private static FloatBuffer floats(Arena arena, int size) {
    return buffer(arena.allocate(ValueLayout.JAVA_FLOAT, size)).asFloatBuffer();
  }

  private static ByteBuffer buffer(MemorySegment segment) {
    return segment.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
