package dev.ehi.lucene;

import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.ReferenceManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/** Holds the latest snapshot of an index, and closes older ones when no search uses them. */
final class Snapshots extends ReferenceManager<Snapshot> {

  private final Directory directory;

  Snapshots(DirectoryReader reader, Directory directory) throws IOException {
    this.directory = directory;
    this.current = snapshot(reader);
  }

  private Snapshot snapshot(DirectoryReader reader) throws IOException {
    try {
      return new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, reader);
      throw t;
    }
  }

  @Override
  protected @Nullable Snapshot refreshIfNeeded(Snapshot snapshot) throws IOException {
    DirectoryReader newer = DirectoryReader.openIfChanged(snapshot.reader());
    return newer == null ? null : snapshot(newer);
  }

  @Override
  protected boolean tryIncRef(Snapshot snapshot) {
    return snapshot.reader().tryIncRef();
  }

  @Override
  protected void decRef(Snapshot snapshot) throws IOException {
    snapshot.reader().decRef();
  }

  @Override
  protected int getRefCount(Snapshot snapshot) {
    return snapshot.reader().getRefCount();
  }
}
