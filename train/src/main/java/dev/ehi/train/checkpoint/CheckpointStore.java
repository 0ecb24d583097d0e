package dev.ehi.train.checkpoint;

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

  /** The newest complete checkpoint. */
  public Optional<Checkpoint> latest() throws IOException {
    Optional<Path> newest =
        entries().stream()
            .filter(entry -> name(entry).startsWith(STEP))
            .filter(entry -> !name(entry).endsWith(AtomicDirectory.UNFINISHED))
            .max(Comparator.comparingLong(CheckpointStore::step));
    return newest.isPresent() ? Optional.of(Checkpoint.read(newest.get())) : Optional.empty();
  }

  /** Saves a checkpoint, then deletes older ones and best weights that it no longer names. */
  public void save(Checkpoint checkpoint) throws IOException {
    Path target = directory.resolve(STEP + checkpoint.state().step());
    AtomicDirectory.delete(target);
    AtomicDirectory.create(target, checkpoint::write);
    String best = BEST + checkpoint.state().bestStep();
    for (Path entry : entries()) {
      if (!entry.equals(target) && !name(entry).equals(best)) {
        AtomicDirectory.delete(entry);
      }
    }
  }

  /** Saves the weights of the best dev score so far. */
  public void saveBest(long step, Snapshot weights) throws IOException {
    Path target = directory.resolve(BEST + step);
    AtomicDirectory.delete(target);
    AtomicDirectory.create(target, weights::write);
  }

  /** The weights saved as the best at a step. */
  public Snapshot best(long step) throws IOException {
    return Snapshot.read(directory.resolve(BEST + step));
  }

  /** Deletes everything: the run is complete. */
  public void clear() throws IOException {
    AtomicDirectory.delete(directory);
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
