package dev.ehi.lucene.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.lucene.testing.RecordingDirectory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ranges of a file are asked for: of one full of holes, of which nothing is in memory. */
class PrefetchTest {

  private static final String FILE = "holes";
  private static final long MIB = 1 << 20;
  private static final long APART = 40 * MIB; // farther than the system reads ahead

  @TempDir private Path folder;

  private interface Check {
    void with(RecordingDirectory directory, IndexInput input, Prefetch prefetch) throws IOException;
  }

  private void check(FSDirectory files, Check check) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(FILE).toFile(), "rw")) {
      file.setLength(4 * APART);
    }
    try (RecordingDirectory directory = new RecordingDirectory(files);
        IndexInput input = directory.openInput(FILE, IOContext.DEFAULT)) {
      check.with(directory, input, new Prefetch(input::clone));
    }
  }

  private static void ask(Prefetch prefetch, long... starts) throws IOException {
    prefetch.ask(
        (ranges, part) -> ranges.add(new Prefetch.Range(starts[part], starts[part] + 100)),
        0,
        starts.length);
  }

  private static List<Long> startsAsked(RecordingDirectory directory) {
    return directory.takeAsked().stream().map(RecordingDirectory.Asked::start).toList();
  }

  @Test
  void asksForWhatIsNotInMemory() throws IOException {
    check(
        new MMapDirectory(folder),
        (directory, input, prefetch) -> {
          read(input, APART);
          ask(prefetch, 0, APART, 2 * APART);
          assertThat(startsAsked(directory)).containsExactly(0L, 2 * APART);
        });
  }

  @Test
  void looksSeldomWhereAllWasInMemory() throws IOException {
    check(
        new MMapDirectory(folder),
        (directory, input, prefetch) -> {
          read(input, 0);
          trust(prefetch);
          for (int search = 1; search < Prefetch.SELDOM; search++) {
            ask(prefetch, APART, 2 * APART);
            assertThat(startsAsked(directory)).isEmpty();
          }
          ask(prefetch, APART, 2 * APART);
          assertThat(startsAsked(directory)).containsExactly(APART, 2 * APART);
        });
  }

  @Test
  void looksNoFurtherWhereTheLastRangeIsInMemory() throws IOException {
    check(
        new MMapDirectory(folder),
        (directory, input, prefetch) -> {
          read(input, 0);
          trust(prefetch);
          for (int search = 0; search < 3 * Prefetch.SELDOM; search++) {
            ask(prefetch, APART, 2 * APART, 0);
          }
          assertThat(startsAsked(directory)).isEmpty();
        });
  }

  @Test
  void looksAtAllAfterASearchThatMissedSeveral() throws IOException {
    check(
        new MMapDirectory(folder),
        (directory, input, prefetch) -> {
          read(input, 0);
          trust(prefetch);
          for (int search = 0; search < Prefetch.SELDOM; search++) {
            ask(prefetch, APART, 2 * APART);
          }
          directory.takeAsked();
          ask(prefetch, 3 * APART, 0);
          assertThat(startsAsked(directory)).containsExactly(3 * APART);
        });
  }

  /** Searches until those that follow look seldom; needs the beginning of the file in memory. */
  private static void trust(Prefetch prefetch) throws IOException {
    for (int search = 0; search < Prefetch.SELDOM; search++) {
      ask(prefetch, 0, 50);
    }
  }

  @Test
  void asksForAllWhereMemoryCannotBeSeen() throws IOException {
    check(
        new NIOFSDirectory(folder),
        (directory, input, prefetch) -> {
          read(input, 0);
          ask(prefetch, APART, 0);
          assertThat(startsAsked(directory)).containsExactly(0L, APART);
        });
  }

  @Test
  void joinsRangesLessThanAPageApart() throws IOException {
    check(
        new NIOFSDirectory(folder),
        (directory, input, prefetch) -> {
          ask(prefetch, 10_000, 0, 100, 150, 4_345, 14_196);
          assertThat(directory.takeAsked())
              .containsExactly(
                  new RecordingDirectory.Asked(FILE, 0, 4_445),
                  new RecordingDirectory.Asked(FILE, 10_000, 10_100),
                  new RecordingDirectory.Asked(FILE, 14_196, 14_296));
        });
  }

  @Test
  void asksForNoMoreThanMemoryKeeps() throws IOException {
    check(
        new NIOFSDirectory(folder),
        (directory, input, prefetch) -> {
          Prefetch.Parts parts =
              (ranges, part) -> ranges.add(new Prefetch.Range(part * MIB, (part + 1) * MIB));
          int next = prefetch.ask(parts, 5, 80);
          assertThat(next).isEqualTo(5 + Prefetch.MOST / MIB);
          assertThat(directory.takeAsked())
              .containsExactly(new RecordingDirectory.Asked(FILE, 5 * MIB, next * MIB));
          assertThat(prefetch.ask(parts, 70, 80)).isEqualTo(80);
        });
  }

  private static void read(IndexInput input, long position) throws IOException {
    IndexInput clone = input.clone();
    clone.seek(position);
    clone.readBytes(new byte[100], 0, 100);
  }
}
