package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.TokenisedTexts;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A checksum of what a run is given to learn from, its ids aside: so that a run is not continued on
 * other texts, vectors, judgements or starting weights that bear the same ids.
 */
final class ContentChecksum {
  private static final long PART = 1L << 30; // bytes that one buffer holds, at most

  private final CRC32C sum = new CRC32C();

  ContentChecksum weights(Collection<WeightTensor> weights) {
    weights.forEach(tensor -> add(tensor.data()));
    return this;
  }

  ContentChecksum texts(TokenisedTexts texts) {
    for (List<int[]> part : List.of(texts.documents(), texts.queries(), texts.devQueries())) {
      part.forEach(this::add);
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
    }
    return this;
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
