package dev.ehi.cli.console;

/** Options that do not go together, or one that is missing: told with the exit code for that. */
public final class UsageException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
