package dev.ehi.lucene.leaf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * A part of an open file. Where it is mapped in one piece all threads share that memory, so that a
 * search need not open the part for itself, which takes longer than scoring some tens of vectors.
 * Reads of that memory throw {@link IndexOutOfBoundsException} past the end, and {@link
 * IllegalStateException} once the file is closed. Safe for concurrent use.
 */
final class FilePart {

  private final IndexInput file;
  private final String name;
  private final long offset;
  private final long length;
  private final @Nullable MemorySegment memory;

  private FilePart(
      IndexInput file, String name, long offset, long length, @Nullable MemorySegment memory) {
    this.file = file;
    this.name = name;
    this.offset = offset;
    this.length = length;
    this.memory = memory;
  }

  /**
   * A part of a file that stays open as long as it is in use.
   *
   * @param name for messages
   * @param length in bytes
   */
  static FilePart of(IndexInput file, String name, long offset, long length) throws IOException {
    return new FilePart(
        file, name, offset, length, memory(file.slice(name, offset, length), length));
  }

  private static @Nullable MemorySegment memory(IndexInput part, long length) throws IOException {
    return FilterIndexInput.unwrapOnlyTest(part) instanceof MemorySegmentAccessInput mapped
        ? mapped.segmentSliceOrNull(0, length)
        : null;
  }

  /** The part as a file of its own, for one thread. */
  IndexInput open() throws IOException {
    return file.slice(name, offset, length);
  }

  /** The part as memory, for one thread. */
  MappedBytes bytes() throws IOException {
    return memory == null ? new MappedBytes(open()) : new MappedBytes(this::open, memory);
  }

  /** The part for reads anywhere, for one thread. */
  RandomAccessInput randomAccess() throws IOException {
    return memory == null ? file.randomAccessSlice(offset, length) : new InMemory(memory);
  }

  private record InMemory(MemorySegment memory) implements RandomAccessInput {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);

    @Override
    public long length() {
      return memory.byteSize();
    }

    @Override
    public byte readByte(long at) {
      return memory.get(ValueLayout.JAVA_BYTE, at);
    }

    @Override
    public short readShort(long at) {
      return memory.get(SHORT, at);
    }

    @Override
    public int readInt(long at) {
      return memory.get(INT, at);
    }

    @Override
    public long readLong(long at) {
      return memory.get(LONG, at);
    }
  }
}
