package dev.ehi.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --verbose}, which every command takes. */
public final class Verbosity {

  private boolean verbose;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, and print the stack trace of an error.")
  void setVerbose(boolean verbose) {
    this.verbose = verbose;
    if (verbose && LoggerFactory.getLogger("dev.ehi") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
  }

  boolean isVerbose() {
    return verbose;
  }
}
