package dev.ehi.encoder;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and directories that appear whole or not at all: written aside, synced, renamed. */
final class DurableFiles {
  private static final long CHUNK = 1 << 26;

  private DurableFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Fills one directory. */
  @FunctionalInterface
  interface Filling {
    void fill(Path directory) throws IOException;
  }

  /** Writes a file beside its place, syncs it and renames it into place. */
  static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = parent(absolute);
    Files.createDirectories(parent);
    Path temporary = beside(absolute);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    sync(parent);
  }

  /**
   * Fills a directory beside its place, syncs it and renames it into place. A directory that is
   * there already, or comes to be there meanwhile, stays as it is.
   */
  static void createDirectory(Path directory, Filling filling) throws IOException {
    if (!Files.exists(directory)) {
      fillBeside(
          directory,
          filling,
          (temporary, target) -> {
            if (!Files.exists(target)) {
              Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
          });
    }
  }

  /**
   * Fills a directory beside its place, syncs it and renames it into place. A directory that is
   * there already is moved aside first and deleted last.
   */
  static void replaceDirectory(Path directory, Filling filling) throws IOException {
    fillBeside(
        directory,
        filling,
        (temporary, target) -> {
          Path old = beside(target);
          if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
          }
          Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
          deleteTree(old);
        });
  }

  /** Puts a finished directory into place. */
  @FunctionalInterface
  private interface Placing {
    void place(Path temporary, Path target) throws IOException;
  }

  private static void fillBeside(Path directory, Filling filling, Placing placing)
      throws IOException {
    Path absolute = directory.toAbsolutePath();
    Path parent = parent(absolute);
    Files.createDirectories(parent);
    Path temporary = Files.createDirectory(beside(absolute));
    try {
      filling.fill(temporary);
      syncTree(temporary);
      placing.place(temporary, absolute);
    } finally {
      deleteTree(temporary);
    }
    sync(parent);
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes a segment of any size. */
  static void writeFully(FileChannel channel, MemorySegment bytes) throws IOException {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      long length = Math.min(CHUNK, bytes.byteSize() - at);
      writeFully(channel, bytes.asSlice(at, length).asByteBuffer());
    }
  }

  /** A fresh hidden name in the same directory. */
  private static Path beside(Path absolute) {
    return absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static Path parent(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(absolute + " cannot be written: it is the root of the file system");
    }
    return parent;
  }

  private static void syncTree(Path root) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      sync(path);
    }
  }

  private static void sync(Path path) throws IOException {
    if (Files.isDirectory(path) && path.getFileSystem().getSeparator().equals("\\")) {
      return; // Windows opens no directories
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
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
}
