package dev.ehi.core.progress;

/** Where long work reports its advance; how it is shown is the caller's choice. */
public interface Progress {

  /**
   * Opens a task.
   *
   * @param name what is being done, as a short phrase
   * @param total how many units there are, or -1 if that is not known
   * @param unit the name of a unit in the plural, such as "documents"
   */
  Task start(String name, long total, String unit);

  /** One running task; its methods may be called from any thread. */
  interface Task extends AutoCloseable {

    /** Reports {@code units} more as done. */
    void advance(long units);

    /** Replaces the short text that is shown beside the task, such as the current loss. */
    void note(String text);

    @Override
    void close();
  }

  /** Shows nothing. */
  static Progress none() {
    return Silent.PROGRESS;
  }

  /** The progress that nobody watches. */
  final class Silent {
    private static final Task TASK =
        new Task() {
          @Override
          public void advance(long units) {}

          @Override
          public void note(String text) {}

          @Override
          public void close() {}
        };
    private static final Progress PROGRESS = (name, total, unit) -> TASK;

    private Silent() {}
  }
}
