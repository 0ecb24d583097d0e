package dev.ehi.train;

import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.TokenisedTexts;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A checksum of what a run is given to learn from, its ids aside: so that a run is not continued on
 * other texts, vectors, judgements or starting weights that bear the same ids.
 */
final class ContentChecksum {
  private static final long PART = 1L << 30; // bytes that one buffer holds, at most

  private final CRC32C sum = new CRC32C();

  /** All by which a model makes vectors of texts. */
  ContentChecksum model(ModelDirectory model) throws IOException {
    model.weights().values().forEach(tensor -> add(tensor.data()));
    model.adapter().ifPresent(this::add);
    add(model.encoderConfig().toString());
    add(model.textConfig().toString());
    return this;
  }

  ContentChecksum texts(TokenisedTexts texts) {
    for (List<int[]> part : List.of(texts.documents(), texts.queries(), texts.devQueries())) {
      part.forEach(this::add);
    }
    for (Map<Integer, int[]> part : List.of(texts.besideQuery(), texts.besideDev())) {
      new TreeMap<>(part)
          .forEach(
              (text, tokens) -> {
                add(new int[] {text});
                add(tokens);
              });
    }
    return this;
  }

  ContentChecksum vectors(FrozenVectors vectors) {
    for (Vectors part : List.of(vectors.documents(), vectors.queries(), vectors.devQueries())) {
      add(part.segment());
    }
    return this;
  }

  ContentChecksum judgements(TrainingSet set) {
    TrainingPairs pairs = set.pairs();
    for (int query = 0; query < pairs.queries().size(); query++) {
      add(pairs.positives(query));
    }
    DevQueries dev = set.dev();
    for (int query = 0; query < dev.size(); query++) {
      for (int document : dev.relevant(query)) {
        add(new int[] {query, document, dev.grade(query, document)});
      }
      add(dev.idealGrades(query).stream().mapToInt(Integer::intValue).toArray());
    }
    return this;
  }

  private void add(Adapter adapter) {
    add(adapter.down().segment());
    add(adapter.up().segment());
    add(Arrays.toString(adapter.bias()));
  }

  private void add(String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate((1 + values.length) * Integer.BYTES);
    bytes.asIntBuffer().put(values.length).put(values);
    sum.update(bytes);
  }

  private void add(MemorySegment bytes) {
    for (long from = 0; from < bytes.byteSize(); from += PART) {
      sum.update(bytes.asSlice(from, Math.min(PART, bytes.byteSize() - from)).asByteBuffer());
    }
  }

  /** 8 hexadecimal digits. */
  String digits() {
    return "%08x".formatted(sum.getValue());
  }
}
