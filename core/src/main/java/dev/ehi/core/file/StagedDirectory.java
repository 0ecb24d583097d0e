package dev.ehi.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory in the making, hidden beside its place until {@link #commit()} names it. Closing
 * without a commit leaves nothing behind; what a killed process has left is deleted when the same
 * directory is made again.
 */
public final class StagedDirectory implements Closeable {
  private final Path target;
  private final Aside aside;

  private StagedDirectory(Path target, Aside aside) {
    this.target = target;
    this.aside = aside;
  }

  /** Begins a directory; its parent may be missing too. */
  public static StagedDirectory beside(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Aside aside = Aside.of(absolute);
    try {
      Files.createDirectory(aside.path());
    } catch (IOException e) {
      aside.close();
      throw e;
    }
    return new StagedDirectory(absolute, aside);
  }

  /** The directory to be filled. */
  public Path path() {
    return aside.path();
  }

  /**
   * Brings all files to disk and gives the directory its name; nothing can be added afterwards.
   *
   * @throws java.nio.file.FileSystemException if there is something at the target but an empty
   *     directory
   */
  public void commit() throws IOException {
    DurableFiles.syncTree(aside.path());
    Files.move(aside.path(), target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.sync(target.resolveSibling(""));
  }

  /** The same in place of a directory that is there; that one is deleted last. */
  void commitInPlaceOf() throws IOException {
    try (Aside old = Aside.of(target)) {
      DurableFiles.syncTree(aside.path());
      if (Files.exists(target)) {
        Files.move(target, old.path(), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(aside.path(), target, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.sync(target.resolveSibling(""));
    }
  }

  /** Drops what was not committed. */
  @Override
  public void close() throws IOException {
    aside.close();
  }
}
