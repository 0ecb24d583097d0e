package dev.ehi.lucene;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.jspecify.annotations.Nullable;

/** The bytes of a file as memory, for kernels to read. For one thread. */
final class MappedBytes {

  private final IndexInput file;
  private final @Nullable MemorySegmentAccessInput mapped;
  private byte[] buffer = {};

  MappedBytes(IndexInput file) {
    this.file = file;
    this.mapped =
        FilterIndexInput.unwrapOnlyTest(file) instanceof MemorySegmentAccessInput segments
            ? segments
            : null;
  }

  /**
   * A range of the file, valid until the next call: the mapped memory itself, or a copy of what is
   * not mapped or lies across two mapped chunks.
   */
  MemorySegment range(long offset, int length) throws IOException {
    MemorySegment segment = mapped == null ? null : mapped.segmentSliceOrNull(offset, length);
    return segment != null ? segment : copy(offset, length);
  }

  private MemorySegment copy(long offset, int length) throws IOException {
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    file.seek(offset);
    file.readBytes(buffer, 0, length);
    return MemorySegment.ofArray(buffer);
  }
}
