package dev.ehi.lucene.format;

import java.io.IOException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.util.IORunnable;

/** Says what to do about files of another version than the one that is read and written. */
public final class FormatVersion {

  private FormatVersion() {}

  /**
   * Checks the header of a file.
   *
   * @throws IOException if the file has another version
   */
  public static void check(IORunnable header) throws IOException {
    try {
      header.run();
    } catch (IndexFormatTooOldException e) {
      throw new IOException(
          "%s has version %d of its format, this program reads %d: create the index anew"
              .formatted(e.getResourceDescription(), e.getVersion(), e.getMinVersion()),
          e);
    } catch (IndexFormatTooNewException e) {
      throw new IOException(
          "%s has version %d of its format, this program reads %d: use the newer program that wrote it, or create the index anew"
              .formatted(e.getResourceDescription(), e.getVersion(), e.getMaxVersion()),
          e);
    }
  }
}
