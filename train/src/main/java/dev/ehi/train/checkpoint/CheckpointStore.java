package dev.ehi.train.checkpoint;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checkpoints of one run. A checkpoint is a directory {@code step-N}, the best weights so far are
 * another, {@code best-N}; each appears whole or not at all. Older ones are deleted only when a
 * newer checkpoint is complete, so there is always one that goes with the best weights it names.
 */
public final class CheckpointStore {
  private static final String STEP = "step-";
  private static final String BEST = "best-";

  private final Path directory;

  public CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * The newest complete checkpoint.
   *
   * @throws IOException if its files are not as they were written
   */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<Path> newest =
        entries().stream()
            .filter(entry -> name(entry).startsWith(STEP))
            .max(Comparator.comparingLong(CheckpointStore::step));
    return newest.isPresent()
        ? Optional.of(whole(newest.get(), Checkpoint::read))
        : Optional.empty();
  }

  /** Saves a checkpoint, then deletes older ones and best weights that it no longer names. */
  public void save(Checkpoint checkpoint) throws IOException {
    Path target = directory.resolve(STEP + checkpoint.state().step());
    create(target, checkpoint::write);
    String best = BEST + checkpoint.state().bestStep();
    for (Path entry : entries()) {
      if (!entry.equals(target) && !name(entry).equals(best)) {
        DurableFiles.deleteTree(entry);
      }
    }
  }

  /** Saves the weights of the best dev score so far. */
  public void saveBest(long step, Snapshot weights) throws IOException {
    Path target = directory.resolve(BEST + step);
    create(target, weights::write);
  }

  /** The weights saved as the best at a step. */
  public Snapshot best(long step) throws IOException {
    return whole(directory.resolve(BEST + step), Snapshot::read);
  }

  /** Deletes everything: the run is complete. */
  public void clear() throws IOException {
    DurableFiles.deleteTree(directory);
  }

  private static void create(Path target, DurableFiles.Filling filling) throws IOException {
    DurableFiles.replaceDirectory(
        target,
        folder -> {
          filling.fill(folder);
          Checksums.write(folder);
        });
  }

  private interface Reader<T> {
    T read(Path entry) throws IOException;
  }

  private <T> T whole(Path entry, Reader<T> reader) throws IOException {
    try {
      Checksums.verify(entry);
    } catch (IOException e) {
      throw new IOException(
          "%s: damaged checkpoint (%s); restore it, or delete %s to train anew"
              .formatted(entry, e.getMessage(), directory),
          e);
    }
    return reader.read(entry);
  }

  private List<Path> entries() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }

  private static long step(Path entry) {
    return Long.parseLong(name(entry).substring(STEP.length()));
  }
}
