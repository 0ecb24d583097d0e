package dev.ehi.core.file;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A place beside a target, in which the target is made before it gets its name: {@code
 * .NAME.UUID.tmp}. A lock on {@code .NAME.UUID.lock} says that the maker lives; the system drops it
 * when the process ends, however it ends. What a killed process has left is deleted when the same
 * target is made again, by whichever process.
 */
final class Aside implements Closeable {
  private static final System.Logger LOG = System.getLogger(Aside.class.getName());
  private static final String LOCK = ".lock";
  private static final String CONTENT = ".tmp";

  /**
   * Locks of this process: where the system has POSIX locks, opening and closing such a file once
   * more would drop its lock.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path lock;
  private final FileChannel held;

  private Aside(Path path, Path lock, FileChannel held) {
    this.path = path;
    this.lock = lock;
    this.held = held;
  }

  /** Makes the target's parent, sweeps what killed processes have left, and claims a name. */
  static Aside of(Path target) throws IOException {
    Path parent = target.getParent();
    Path name = target.getFileName();
    if (parent == null || name == null) {
      throw new FileSystemException(target.toString(), null, "is the root of the file system");
    }
    Files.createDirectories(parent);
    String prefix = "." + name + ".";
    sweep(parent, prefix);
    while (true) {
      String unique = prefix + UUID.randomUUID();
      Path lock = parent.resolve(unique + LOCK);
      OWN.add(lock);
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Aside aside = new Aside(parent.resolve(unique + CONTENT), lock, channel);
      try {
        if (channel.tryLock() != null) {
          return aside;
        }
      } catch (IOException e) {
        aside.close();
        throw e;
      }
      aside.close(); // another process took it for a leftover and is about to delete it
    }
  }

  /** Where to make the target; nothing is there yet. */
  Path path() {
    return path;
  }

  /** Deletes what is still there, and gives up the claim. */
  @Override
  public void close() throws IOException {
    try {
      DurableFiles.deleteTree(path);
    } finally {
      held.close();
      Files.deleteIfExists(lock);
      OWN.remove(lock);
    }
  }

  private static void sweep(Path parent, String prefix) throws IOException {
    int uuid = prefix.length() + new UUID(0, 0).toString().length();
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(
            parent,
            file -> {
              String name = file.getFileName().toString();
              return name.startsWith(prefix)
                  && name.endsWith(LOCK)
                  && name.length() == uuid + LOCK.length();
            })) {
      for (Path lock : locks) {
        if (!OWN.contains(lock)) {
          deleteIfLeft(lock);
        }
      }
    }
  }

  private static void deleteIfLeft(Path lock) {
    String name = lock.getFileName().toString();
    String unique = name.substring(0, name.length() - LOCK.length());
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        DurableFiles.deleteTree(lock.resolveSibling(unique + CONTENT));
        Files.deleteIfExists(lock);
      }
    } catch (IOException | OverlappingFileLockException e) {
      LOG.log(Level.DEBUG, "left for later: " + lock, e);
    }
  }
}
