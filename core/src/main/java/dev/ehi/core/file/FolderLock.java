package dev.ehi.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a folder to one user at a time by a lock on the file {@code .lock} in it, which the system
 * drops when the process ends, however it ends. The file stays.
 */
public final class FolderLock implements Closeable {
  /** Closing any channel on a file drops all locks that the process has on it, so they are few. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes a folder, making it where it is missing.
   *
   * @throws FileSystemException if another process, or another thread of this one, has it
   */
  public static FolderLock of(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(folder);
    }
    try {
      FileChannel channel =
          FileChannel.open(
              real.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw inUse(folder);
        }
        return new FolderLock(real, channel);
      } catch (Throwable t) {
        channel.close();
        throw t;
      }
    } catch (Throwable t) {
      HELD.remove(real);
      throw t;
    }
  }

  private static FileSystemException inUse(Path folder) {
    return new FileSystemException(
        folder.toString(), null, "is in use; wait for the other to end, or choose another folder");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(folder);
    }
  }
}
