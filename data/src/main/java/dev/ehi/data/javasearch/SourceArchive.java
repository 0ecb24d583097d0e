package dev.ehi.data.javasearch;

import dev.ehi.data.DataException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code .java} files of a {@code -sources.jar}, {@code src.zip} or folder, in the order of
 * their paths.
 */
final class SourceArchive implements Closeable {
  private static final Pattern ENDING = Pattern.compile("(-sources)?\\.(jar|zip)$");
  private static final Pattern VERSION = Pattern.compile("-\\d.*$");

  private final String artifact;
  private final Path location;
  private final Closeable opened;
  private final Path root;
  private final List<Path> files;

  private SourceArchive(Path location, Path root, Closeable opened) throws IOException {
    this.location = location;
    this.root = root;
    this.opened = opened;
    this.artifact = ENDING.matcher(location.getFileName().toString()).replaceFirst("");
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      this.files = all.filter(SourceArchive::isSource).sorted().toList();
    }
  }

  /**
   * Opens an archive or folder.
   *
   * @throws DataException when it is neither or holds no Java source
   */
  static SourceArchive open(Path path) throws IOException {
    Path location = path.toAbsolutePath().normalize();
    SourceArchive archive =
        Files.isDirectory(location)
            ? new SourceArchive(location, location, () -> {})
            : openZip(location);
    if (archive.files.isEmpty()) {
      archive.close();
      throw DataException.inFile(
          path.toString(), "holds no .java files; give a -sources.jar, a src.zip or a folder");
    }
    return archive;
  }

  private static SourceArchive openZip(Path location) throws IOException {
    if (!Files.exists(location)) {
      throw DataException.inFile(location.toString(), "no such file or folder");
    }
    FileSystem zip;
    try {
      zip = FileSystems.newFileSystem(location);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw DataException.inFile(
          location.toString(), "neither a folder nor a readable jar or zip: " + e.getMessage(), e);
    }
    try {
      return new SourceArchive(location, zip.getPath("/"), zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The name of jar or folder with its version, such as {@code commons-io-2.15.1}. */
  String artifact() {
    return artifact;
  }

  /** The artifact without version, such as {@code commons-io}. */
  static String project(String artifact) {
    return VERSION.matcher(artifact).replaceFirst("");
  }

  List<Path> files() {
    return files;
  }

  /** A file's path inside the archive. */
  String name(Path file) {
    return root.relativize(file).toString();
  }

  /** How errors call a file. */
  String describe(Path file) {
    return location + "!/" + name(file);
  }

  String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    opened.close();
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    return path.endsWith(".java")
        && !path.endsWith("package-info.java")
        && !path.endsWith("module-info.java")
        && !path.startsWith("/META-INF/versions/");
  }
}
