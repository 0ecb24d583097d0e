package dev.ehi.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much memory a process may still take: what the system has, or what is left of its control
 * group's limit, whichever is less. Unknown where there is no {@code /proc}.
 */
final class AvailableMemory {
  private static final Pattern SYSTEM = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})"); // "max" is no limit
  private static final Pattern CACHE = Pattern.compile("(?:total_)?inactive_file (\\d+)");

  private final Path root;

  /**
   * @param root of the file system; another one than {@code /} in tests
   */
  AvailableMemory(Path root) {
    this.root = root;
  }

  /** In bytes. */
  OptionalLong bytes() {
    return Stream.of(
            first("proc/meminfo", SYSTEM).stream().map(kib -> kib * 1024),
            leftOfGroup("sys/fs/cgroup", "memory.max", "memory.current"),
            leftOfGroup("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"))
        .flatMapToLong(bytes -> bytes)
        .min();
  }

  /** The group's file cache counts as used, but is given back when memory is asked for. */
  private LongStream leftOfGroup(String group, String limitFile, String usageFile) {
    OptionalLong limit = first(group + "/" + limitFile, NUMBER);
    OptionalLong usage = first(group + "/" + usageFile, NUMBER);
    long cache = first(group + "/memory.stat", CACHE).orElse(0);
    return limit.isPresent() && usage.isPresent()
        ? LongStream.of(Math.max(0, limit.getAsLong() - usage.getAsLong() + cache))
        : LongStream.empty();
  }

  /** The number that a pattern finds on the first line which it matches whole. */
  private OptionalLong first(String file, Pattern pattern) {
    for (String line : lines(file)) {
      Matcher matcher = pattern.matcher(line.strip());
      if (matcher.matches()) {
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
      }
    }
    return OptionalLong.empty();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
