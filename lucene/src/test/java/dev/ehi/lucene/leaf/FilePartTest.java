package dev.ehi.lucene.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePartTest {

  @TempDir private Path folder;

  /** Mapped in one piece, mapped in pieces of 64 bytes, and not mapped. */
  private Directory directory(int kind) throws IOException {
    return switch (kind) {
      case 0 -> new MMapDirectory(folder.resolve("whole"));
      case 1 -> new MMapDirectory(folder.resolve("pieces"), 64);
      default -> new ByteBuffersDirectory();
    };
  }

  @Randomized(times = 10)
  void theBytesAreThoseOfTheFileHoweverItIsStored(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] content = new byte[random.nextInt(40, 300)];
    random.nextBytes(content);
    for (int kind = 0; kind < 3; kind++) {
      try (Directory directory = directory(kind)) {
        write(directory, "file" + seed, content);
        int offset = random.nextInt(content.length - 16);
        int length = random.nextInt(16, content.length - offset + 1);
        try (IndexInput file = directory.openInput("file" + seed, IOContext.DEFAULT)) {
          FilePart part = FilePart.of(file, "part", offset, length);
          byte[] expected = Arrays.copyOfRange(content, offset, offset + length);
          assertSame(part, expected, random);
          assertThat(part.bytes().all() != null)
              .isEqualTo(kind == 0 || lieTogether(kind, offset, length));
        }
      }
    }
  }

  private static boolean lieTogether(int kind, int offset, int length) {
    return kind == 1 && offset / 64 == (offset + length - 1) / 64;
  }

  private static void write(Directory directory, String name, byte[] content) throws IOException {
    try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
      out.writeBytes(content, content.length);
    }
  }

  private static void assertSame(FilePart part, byte[] expected, SplittableRandom random)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
    RandomAccessInput reads = part.randomAccess();
    MappedBytes bytes = part.bytes();
    assertThat(reads.length()).isEqualTo(expected.length);
    assertThat(part.open().length()).isEqualTo(expected.length);
    for (int i = 0; i < 20; i++) {
      int at = random.nextInt(expected.length - 7);
      assertThat(reads.readByte(at)).isEqualTo(buffer.get(at));
      assertThat(reads.readShort(at)).isEqualTo(buffer.getShort(at));
      assertThat(reads.readInt(at)).isEqualTo(buffer.getInt(at));
      assertThat(reads.readLong(at)).isEqualTo(buffer.getLong(at));
      assertThat(Float.floatToRawIntBits(bytes.getFloat(at))).isEqualTo(buffer.getInt(at));
      int length = random.nextInt(1, expected.length - at + 1);
      MemorySegment range = bytes.range(at, length);
      assertThat(range.byteSize()).isGreaterThanOrEqualTo(length);
      assertThat(range.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE))
          .isEqualTo(Arrays.copyOfRange(expected, at, at + length));
    }
  }

  @Test
  void nothingIsReadOfAClosedFile() throws IOException {
    try (Directory directory = directory(0)) {
      write(directory, "file", new byte[100]);
      IndexInput file = directory.openInput("file", IOContext.DEFAULT);
      RandomAccessInput reads = FilePart.of(file, "part", 10, 80).randomAccess();
      assertThat(reads.readInt(76)).isZero();
      assertThatThrownBy(() -> reads.readInt(77)).isInstanceOf(IndexOutOfBoundsException.class);
      file.close();
      assertThatThrownBy(() -> reads.readInt(0))
          .isInstanceOfAny(IllegalStateException.class, AlreadyClosedException.class);
    }
  }
}
