package dev.ehi.lucene.leaf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;

/**
 * Asks the system, all at once, for those ranges of a file that a search is about to read and that
 * are not in memory, so that it waits for the disk once and not for each of them.
 *
 * <p>Lucene's {@link IndexInput#prefetch} looks at ever fewer of the ranges that it is asked for,
 * the more of them it has found in memory, and so misses most of what an index lacks that is partly
 * in memory. A search here looks at all and asks for what is missing, until {@value #SELDOM} in a
 * row have missed no more than one range; from then on one search in {@value #SELDOM} looks at one
 * range, and at all if that is missing. Safe for concurrent use.
 */
public final class Prefetch {

  /**
   * What a search asks for at most; the beginnings of more would be dropped before they are read.
   */
  static final long MOST = 32 << 20; // bytes

  static final int SELDOM = 8; // looking at a range takes longer than scoring its vectors

  private static final long PAGE = 4096; // bytes

  private final IOSupplier<IndexInput> file;
  // Races on these change no more than which search looks.
  private int complete; // searches in a row that looked at all and missed no more than one range
  private int unlooked; // searches since one looked

  /**
   * @param file opens the file for one thread
   */
  Prefetch(IOSupplier<IndexInput> file) {
    this.file = file;
  }

  /** Bytes of a file, from {@code start} to before {@code end}. */
  public record Range(long start, long end) {
    long length() {
      return end - start;
    }
  }

  /** What will be read, part by part. */
  public interface Parts {
    /** Adds the ranges of a part that are not empty. */
    void addTo(List<Range> ranges, int part) throws IOException;
  }

  /**
   * Asks for some parts.
   *
   * @return the part that it did not come to, because those before are {@link #MOST} bytes; {@code
   *     to} if there is none
   */
  public int ask(Parts parts, int from, int to) throws IOException {
    boolean trusts = complete >= SELDOM;
    if (trusts && ++unlooked < SELDOM) {
      return to;
    }
    unlooked = 0;
    MappedBytes bytes = new MappedBytes(file.get());
    List<Range> ranges = new ArrayList<>();
    if (trusts && isLastLoaded(bytes, parts, from, to, ranges)) {
      return to;
    }
    ranges.clear();
    int part = from;
    for (long length = 0; part < to && length < MOST; part++) {
      int before = ranges.size();
      parts.addTo(ranges, part);
      length += ranges.subList(before, ranges.size()).stream().mapToLong(Range::length).sum();
    }
    boolean isComplete = askForMissing(bytes, joined(ranges)) <= 1 && bytes.areMapped();
    complete = isComplete ? Math.min(complete + 1, SELDOM) : 0;
    return part;
  }

  /** Looks at what is read last: of leaves, the least probable. */
  private static boolean isLastLoaded(
      MappedBytes bytes, Parts parts, int from, int to, List<Range> into) throws IOException {
    for (int part = to - 1; part >= from && into.isEmpty(); part--) {
      parts.addTo(into, part);
    }
    return into.isEmpty() || bytes.isLoaded(into.getLast());
  }

  private static int askForMissing(MappedBytes bytes, List<Range> ranges) throws IOException {
    int missing = 0;
    for (Range range : ranges) {
      if (!bytes.isLoaded(range)) {
        bytes.prefetch(range);
        missing++;
      }
    }
    return missing;
  }

  /** Puts ranges together that lie in the same pages or in neighbouring ones. */
  private static List<Range> joined(List<Range> ranges) {
    ranges.sort(Comparator.comparingLong(Range::start));
    List<Range> joined = new ArrayList<>();
    for (Range range : ranges) {
      Range last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && range.start() - last.end() < PAGE) {
        joined.set(joined.size() - 1, new Range(last.start(), Math.max(last.end(), range.end())));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
