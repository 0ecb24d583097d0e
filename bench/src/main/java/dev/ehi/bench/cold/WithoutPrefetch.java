package dev.ehi.bench.cold;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.store.RandomAccessInput;

/** Mapped files that do not pass on what is asked for ahead. */
final class WithoutPrefetch extends FilterDirectory {

  WithoutPrefetch(MMapDirectory files) {
    super(files);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    return wrap(in.openInput(name, context));
  }

  private static IndexInput wrap(IndexInput file) {
    return file instanceof MemorySegmentAccessInput mapped ? new Deaf(file, mapped) : file;
  }

  private static final class Deaf extends FilterIndexInput implements MemorySegmentAccessInput {
    private final MemorySegmentAccessInput mapped;

    Deaf(IndexInput file, MemorySegmentAccessInput mapped) {
      super("without prefetch", file);
      this.mapped = mapped;
    }

    @Override
    public void prefetch(long offset, long length) {}

    @Override
    public MemorySegment segmentSliceOrNull(long offset, long length) throws IOException {
      return mapped.segmentSliceOrNull(offset, length);
    }

    @Override
    public Deaf clone() {
      IndexInput clone = in.clone();
      return new Deaf(clone, (MemorySegmentAccessInput) clone);
    }

    @Override
    public IndexInput slice(String description, long offset, long length) throws IOException {
      return wrap(in.slice(description, offset, length));
    }

    @Override
    public RandomAccessInput randomAccessSlice(long offset, long length) throws IOException {
      return in.randomAccessSlice(offset, length);
    }

    @Override
    public byte readByte(long position) throws IOException {
      return mapped.readByte(position);
    }

    @Override
    public short readShort(long position) throws IOException {
      return mapped.readShort(position);
    }

    @Override
    public int readInt(long position) throws IOException {
      return mapped.readInt(position);
    }

    @Override
    public long readLong(long position) throws IOException {
      return mapped.readLong(position);
    }
  }
}
