package dev.ehi.cli.console;

import picocli.CommandLine.Option;

/** The option {@code --threads} of commands that compute. */
public final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with (default: one for each core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  public int count() {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, got " + threads);
    }
    return threads;
  }
}
