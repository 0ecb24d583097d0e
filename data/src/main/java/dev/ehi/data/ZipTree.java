package dev.ehi.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file; one folder around everything is left out of the paths. */
final class ZipTree implements FileTree {
  private final Path zip;
  private final String top;
  private final SortedSet<String> paths;

  ZipTree(Path zip) {
    this.zip = zip;
    SortedSet<String> entries = list(zip);
    this.top = FileTree.commonFolder(entries);
    this.paths =
        Collections.unmodifiableSortedSet(
            entries.stream()
                .map(entry -> entry.substring(top.length()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public String location() {
    return top.isEmpty() ? zip.toString() : zip + "!/" + top.substring(0, top.length() - 1);
  }

  @Override
  public SortedSet<String> paths() {
    return paths;
  }

  @Override
  public TextFile file(String path) {
    String entry = top + path;
    return new TextFile(zip + "!/" + entry, () -> open(entry));
  }

  /** Each stream has a zip file of its own, so that nothing stays open between streams. */
  private InputStream open(String name) throws IOException {
    ZipFile archive = new ZipFile(zip.toFile());
    try {
      ZipEntry entry = archive.getEntry(name);
      if (entry == null) {
        throw new ZipException("the entry is gone");
      }
      return new EntryStream(archive, entry);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static SortedSet<String> list(Path zip) {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      return archive.stream()
          .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"))
          .map(ZipEntry::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw DataException.inFile(
          zip.toString(),
          "not a readable zip: " + e.getMessage() + "; it may be truncated, copy it again",
          e);
    }
  }

  /** An entry's bytes; the checksum is compared at the end and the archive closed with it. */
  private static final class EntryStream extends FilterInputStream {
    private final ZipFile archive;
    private final CheckedInputStream checked;
    private final long checksum;

    private EntryStream(ZipFile archive, ZipEntry entry) throws IOException {
      this(
          archive,
          entry.getCrc(),
          new CheckedInputStream(archive.getInputStream(entry), new CRC32()));
    }

    private EntryStream(ZipFile archive, long checksum, CheckedInputStream checked) {
      super(checked);
      this.archive = archive;
      this.checked = checked;
      this.checksum = checksum;
    }

    @Override
    public int read() throws IOException {
      return verified(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return verified(super.read(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      try (archive) {
        super.close();
      }
    }

    private int verified(int read) throws IOException {
      if (read < 0 && checked.getChecksum().getValue() != checksum) {
        throw new ZipException("wrong checksum");
      }
      return read;
    }
  }
}
