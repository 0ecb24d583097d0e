package dev.ehi.encoder;

import java.nio.file.Path;

/** A model file that is damaged, incomplete or of a kind that is not supported. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file or directory at fault
   * @param problem what is wrong with it and what to do
   */
  public ModelException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * @param file the file or directory at fault
   * @param problem what is wrong with it and what to do
   * @param cause the failure underneath
   */
  public ModelException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
