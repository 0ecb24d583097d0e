package dev.ehi.bench.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the system keeps of files in memory, and what this process made it read. Linux only. */
final class PageCache {

  private static final int MADV_DONTNEED = 4;
  private static final int POSIX_FADV_DONTNEED = 4;
  private static final int READ_ONLY = 0;
  private static final int STAT_MAJOR_FAULTS = 9; // counted from the field after the name

  private static final MethodHandle MADVISE =
      handle(
          "madvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle FADVISE =
      handle(
          "posix_fadvise",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private PageCache() {}

  /**
   * What this process had read so far.
   *
   * @param majorFaults page faults that waited for the disk
   * @param bytes from the disk
   */
  record Reads(long majorFaults, long bytes) {
    Reads since(Reads before) {
      return new Reads(majorFaults - before.majorFaults, bytes - before.bytes);
    }
  }

  static Reads reads() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/io"))) {
      String bytes = lines.filter(line -> line.startsWith("read_bytes:")).findAny().orElseThrow();
      return new Reads(
          Long.parseLong(fields[STAT_MAJOR_FAULTS]), Long.parseLong(bytes.split(" +")[1]));
    }
  }

  /**
   * Drops the files of a folder, which this process may have mapped and no other process uses.
   *
   * @throws IOException if a file cannot be dropped
   */
  static void drop(Path folder) throws IOException {
    unmapPages(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        drop(file.toString());
      }
    }
  }

  /** The system keeps pages that a process has in its tables, so they leave these first. */
  private static void unmapPages(Path folder) throws IOException {
    String inFolder = folder.toRealPath() + "/";
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      for (String line : lines.filter(mapping -> mapping.contains(inFolder)).toList()) {
        String[] bounds = line.substring(0, line.indexOf(' ')).split("-");
        long start = Long.parseUnsignedLong(bounds[0], 16);
        long length = Long.parseUnsignedLong(bounds[1], 16) - start;
        check("madvise", (int) call(MADVISE, start, length, MADV_DONTNEED));
      }
    }
  }

  private static void drop(String file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) call(OPEN, arena.allocateFrom(file), READ_ONLY);
      check("open " + file, Math.min(0, descriptor));
      check("posix_fadvise", (int) call(FADVISE, descriptor, 0L, 0L, POSIX_FADV_DONTNEED));
      check("close", (int) call(CLOSE, descriptor));
    }
  }

  private static void check(String what, int result) throws IOException {
    if (result != 0) {
      throw new IOException(what + " failed with " + result);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(symbol, descriptor);
  }

  private static Object call(MethodHandle handle, Object... arguments) {
    try {
      return handle.invokeWithArguments(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
