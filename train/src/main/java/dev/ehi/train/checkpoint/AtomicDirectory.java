package dev.ehi.train.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that appears whole or not at all: filled aside, synced, renamed. */
public final class AtomicDirectory {
  static final String UNFINISHED = ".unfinished";

  private AtomicDirectory() {}

  /** Fills one directory. */
  @FunctionalInterface
  public interface Filling {
    void fill(Path directory) throws IOException;
  }

  /** Makes a directory that must not exist yet; its parent may be missing too. */
  public static void create(Path directory, Filling filling) throws IOException {
    Path aside = directory.resolveSibling(directory.getFileName() + UNFINISHED);
    delete(aside);
    Files.createDirectories(aside);
    filling.fill(aside);
    try (Stream<Path> files = Files.walk(aside)) {
      for (Path file : files.toList()) {
        sync(file);
      }
    }
    Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
    sync(directory.toAbsolutePath().resolveSibling(""));
  }

  /** Deletes a directory and all below it; nothing happens when it is not there. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(directory)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
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
}
