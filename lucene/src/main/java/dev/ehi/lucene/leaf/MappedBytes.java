package dev.ehi.lucene.leaf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.util.IOSupplier;
import org.jspecify.annotations.Nullable;

/** The bytes of a file as memory, for kernels to read. For one thread. */
public final class MappedBytes {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final IOSupplier<IndexInput> opener;
  private @Nullable IndexInput file; // null until it is needed
  private final @Nullable MemorySegment all;
  private byte[] buffer = {};

  /**
   * @param file for one thread
   */
  public MappedBytes(IndexInput file) throws IOException {
    this.opener = () -> file;
    this.file = file;
    MemorySegmentAccessInput mapped = mapped(file);
    this.all = mapped == null ? null : mapped.segmentSliceOrNull(0, file.length());
  }

  /**
   * A file that is mapped in one piece.
   *
   * @param opener opens it for one thread
   * @param all of it
   */
  MappedBytes(IOSupplier<IndexInput> opener, MemorySegment all) {
    this.opener = opener;
    this.all = all;
  }

  private static @Nullable MemorySegmentAccessInput mapped(IndexInput file) {
    return FilterIndexInput.unwrapOnlyTest(file) instanceof MemorySegmentAccessInput segments
        ? segments
        : null;
  }

  private IndexInput file() throws IOException {
    IndexInput opened = file == null ? opener.get() : file;
    file = opened;
    return opened;
  }

  /** The whole file; null if it is not mapped or lies in several mapped chunks. */
  public @Nullable MemorySegment all() {
    return all;
  }

  /**
   * A range of the file, valid until the next call: the mapped memory itself, or a copy of what is
   * not mapped or lies across two mapped chunks.
   */
  public MemorySegment range(long offset, int length) throws IOException {
    if (all != null) {
      return all.asSlice(offset, length);
    }
    MemorySegment segment = mappedRange(offset, length);
    return segment != null ? segment : copy(offset, length);
  }

  private @Nullable MemorySegment mappedRange(long offset, long length) throws IOException {
    MemorySegmentAccessInput mapped = mapped(file());
    return mapped == null ? null : mapped.segmentSliceOrNull(offset, length);
  }

  /** The little-endian float32 at an offset, in bytes. */
  public float getFloat(long offset) throws IOException {
    return all != null ? all.get(FLOAT, offset) : range(offset, Float.BYTES).get(FLOAT, 0);
  }

  /** Whether the file is mapped, so that it can be told what of it is in memory. */
  boolean areMapped() throws IOException {
    return all != null || mapped(file()) != null;
  }

  /** Whether a range is in memory; false where that cannot be told. */
  boolean isLoaded(Prefetch.Range range) throws IOException {
    MemorySegment segment = mappedRange(range.start(), range.length());
    return segment != null && segment.isLoaded();
  }

  /** Asks the system to read a range before it is used. */
  void prefetch(Prefetch.Range range) throws IOException {
    file().prefetch(range.start(), range.length());
  }

  private MemorySegment copy(long offset, int length) throws IOException {
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    file().seek(offset);
    file().readBytes(buffer, 0, length);
    return MemorySegment.ofArray(buffer);
  }
}
