package dev.ehi.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one user at a time by a lock on the file {@code .lock} in it, which the system
 * drops when the process ends, however it ends. The file stays.
 */
public final class FolderLock implements Closeable {
  private final FileChannel held;

  private FolderLock(FileChannel held) {
    this.held = held;
  }

  /**
   * Takes a folder, making it where it is missing.
   *
   * @throws FileSystemException if another process, or another thread of this one, has it
   */
  public static FolderLock of(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) != null) {
        return new FolderLock(channel);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new FileSystemException(
        folder.toString(), null, "is in use; wait for the other to end, or choose another folder");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
