package dev.ehi.cli.console;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Tells of a failed command in one line; with {@code --verbose} the stack trace follows. */
public final class ErrorLine implements CommandLine.IExecutionExceptionHandler {

  private final Verbosity verbosity;

  public ErrorLine(Verbosity verbosity) {
    this.verbosity = verbosity;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, CommandLine.@Nullable ParseResult parsed) {
    return tell(exception);
  }

  /** Prints the line, and gives the exit code. */
  public int tell(Throwable exception) {
    System.err.println("ehi: " + describe(exception));
    if (verbosity.isVerbose()) {
      exception.printStackTrace();
    }
    return exception instanceof UsageException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** What went wrong, without a line break. */
  public static String describe(Throwable exception) {
    String message = exception.getMessage();
    if (exception instanceof UncheckedIOException
        && exception.getCause() instanceof IOException cause
        && cause.toString().equals(message)) {
      return describe(cause);
    }
    String text =
        switch (exception) {
          case NoSuchFileException e -> e.getFile() + ": no such file or directory";
          case FileAlreadyExistsException e -> e.getFile() + ": exists already";
          case AccessDeniedException e -> e.getFile() + ": permission denied";
          case FileSystemException e when e.getReason() != null ->
              e.getFile() + ": " + e.getReason();
          case CancellationException _, ClosedByInterruptException _, InterruptedIOException _ ->
              "stopped";
          case OutOfMemoryError _ ->
              "out of memory (" + message + "); give Java more with EHI_JAVA_OPTS=-Xmx..";
          case IOException _ when "No space left on device".equals(message) ->
              "no space left on the disk that is written to; free some and run the command again";
          default ->
              message == null || message.isBlank() ? exception.getClass().getSimpleName() : message;
        };
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
