package dev.ehi.lucene.testing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;

/** Remembers which ranges of which files were asked for before they were read. */
public final class RecordingDirectory extends FilterDirectory {

  private final List<Asked> asked = new ArrayList<>();

  /** A range of a file, in bytes from its start. */
  public record Asked(String file, long start, long end) {}

  public RecordingDirectory(Directory in) {
    super(in);
  }

  /** What was asked for since this was last called. */
  public List<Asked> takeAsked() {
    synchronized (asked) {
      List<Asked> taken = List.copyOf(asked);
      asked.clear();
      return taken;
    }
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    return recording(name, 0, in.openInput(name, context));
  }

  private IndexInput recording(String file, long start, IndexInput input) {
    return input instanceof MemorySegmentAccessInput mapped
        ? new MappedRecording(file, start, input, mapped)
        : new Recording(file, start, input);
  }

  /** A range of an input of this directory, as it would be remembered. */
  public static Asked range(IndexInput input, long from, long to) {
    Recording recording = (Recording) input;
    return new Asked(recording.file, recording.start + from, recording.start + to);
  }

  private class Recording extends FilterIndexInput {
    private final String file;
    private final long start; // in the file

    Recording(String file, long start, IndexInput in) {
      super(file, in);
      this.file = file;
      this.start = start;
    }

    @Override
    public void prefetch(long offset, long length) throws IOException {
      synchronized (asked) {
        asked.add(new Asked(file, start + offset, start + offset + length));
      }
      in.prefetch(offset, length);
    }

    @Override
    public IndexInput clone() {
      return recording(file, start, in.clone());
    }

    @Override
    public IndexInput slice(String description, long offset, long length) throws IOException {
      return recording(file, start + offset, in.slice(description, offset, length));
    }
  }

  /** Shows its memory. */
  private final class MappedRecording extends Recording implements MemorySegmentAccessInput {
    private final MemorySegmentAccessInput mapped;

    MappedRecording(String file, long start, IndexInput in, MemorySegmentAccessInput mapped) {
      super(file, start, in);
      this.mapped = mapped;
    }

    @Override
    public MappedRecording clone() {
      return (MappedRecording) super.clone();
    }

    @Override
    public MemorySegment segmentSliceOrNull(long offset, long length) throws IOException {
      return mapped.segmentSliceOrNull(offset, length);
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
