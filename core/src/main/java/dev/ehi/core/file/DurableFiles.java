package dev.ehi.core.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories that appear whole or not at all: made aside, synced, renamed. What a killed
 * process has left aside is deleted when the same target is made again.
 */
public final class DurableFiles {
  private static final long CHUNK = 1 << 26;

  private DurableFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Fills one directory. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path directory) throws IOException;
  }

  /**
   * Writes a file in place of one that may be there; its parent may be missing too. What is no
   * regular file, such as a pipe or a device, is written to as it is.
   *
   * @throws FileSystemException if it cannot be written; the old file is then as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = Files.isSymbolicLink(file) ? followed(file) : file.toAbsolutePath().normalize();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a directory; name a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        fill(file, channel, content);
      }
      return;
    }
    try (Aside aside = Aside.of(target)) {
      try (FileChannel channel =
          FileChannel.open(aside.path(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        fill(file, channel, content);
        channel.force(true);
      }
      Files.move(aside.path(), target, StandardCopyOption.ATOMIC_MOVE);
    }
    sync(target.resolveSibling(""));
  }

  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Fills a directory. One that is there already, or comes to be there meanwhile, stays. */
  public static void createDirectory(Path directory, Filling filling) throws IOException {
    if (Files.exists(directory)) {
      return;
    }
    try (StagedDirectory staged = StagedDirectory.beside(directory)) {
      filling.fill(staged.path());
      if (!Files.exists(directory)) {
        staged.commit();
      }
    }
  }

  /** Fills a directory in place of one that may be there already, which is deleted last. */
  public static void replaceDirectory(Path directory, Filling filling) throws IOException {
    try (StagedDirectory staged = StagedDirectory.beside(directory)) {
      filling.fill(staged.path());
      staged.commitInPlaceOf();
    }
  }

  /** Deletes a file, or a directory and all below it; nothing happens when it is not there. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes a segment of any size. */
  public static void writeFully(FileChannel channel, MemorySegment bytes) throws IOException {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      long length = Math.min(CHUNK, bytes.byteSize() - at);
      writeFully(channel, bytes.asSlice(at, length).asByteBuffer());
    }
  }

  /**
   * The error of a write with the name of the file: the system's own, such as that of a full disk,
   * do not tell it.
   */
  public static IOException naming(Path file, IOException error) {
    if (error.getClass() != IOException.class) {
      return error;
    }
    FileSystemException named =
        new FileSystemException(file.toString(), null, "cannot be written: " + error.getMessage());
    named.initCause(error);
    return named;
  }

  private static void fill(Path file, FileChannel channel, Content content) throws IOException {
    try {
      content.writeTo(channel);
    } catch (IOException e) {
      throw naming(file, e);
    }
  }

  /** Where a link leads; a link that leads nowhere is a file to be replaced. */
  private static Path followed(Path link) throws IOException {
    return Files.exists(link) ? link.toRealPath() : link.toAbsolutePath().normalize();
  }

  static void syncTree(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      sync(path);
    }
  }

  static void sync(Path path) throws IOException {
    if (Files.isDirectory(path) && path.getFileSystem().getSeparator().equals("\\")) {
      return; // Windows opens no directories
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
