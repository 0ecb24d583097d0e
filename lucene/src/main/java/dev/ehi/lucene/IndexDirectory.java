package dev.ehi.lucene;

import dev.ehi.lucene.snapshot.TreeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/** Tells whether a directory holds an index, the beginnings of one, or something else. */
final class IndexDirectory {

  /** Files that a creation leaves behind that did not come to its first commit. */
  private static final Pattern LEFTOVER =
      Pattern.compile(
          "_[a-z0-9]+(_.*)?\\..*|tree\\.ehi|tree_ehi_.*\\.tmp|write\\.lock|pending_segments.*");

  private IndexDirectory() {}

  /**
   * Opens a directory for a new index, creating it if it is missing.
   *
   * @throws IOException if it holds an index or any other file
   */
  static Directory openVacant(Path path) throws IOException {
    Directory directory = FSDirectory.open(path);
    try {
      if (DirectoryReader.indexExists(directory)) {
        throw new IOException(
            path + " holds an index already; add to it, or delete it and create it anew");
      }
      for (String file : directory.listAll()) {
        if (!LEFTOVER.matcher(file).matches()) {
          throw new IOException(
              "%s holds %s, which is no part of an index; choose an empty directory"
                  .formatted(path, file));
        }
      }
      return directory;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  /**
   * Opens a directory that holds an index.
   *
   * @throws IOException if it holds none, or one that was never committed
   */
  static Directory openIndex(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException(path + " is not a directory with an index");
    }
    Directory directory = FSDirectory.open(path);
    try {
      if (!DirectoryReader.indexExists(directory)) {
        throw new IOException(
            path
                + (Files.exists(path.resolve(TreeFile.NAME))
                    ? " holds an index whose creation did not come to its end; create it anew"
                    : " holds no index"));
      }
      return directory;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }
}
