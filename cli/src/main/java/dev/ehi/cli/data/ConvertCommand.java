package dev.ehi.cli.data;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.data.BeirWriter;
import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi data msmarco convert}. */
@Command(
    name = "convert",
    description = "Write a set of any layout as a BEIR folder.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SET", description = "Folder or zip of the set.")
  private Path set = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder to make; it must not exist.")
  private Path target = Path.of("");

  @Override
  public Integer call() throws IOException {
    BeirWriter.copy(RetrievalSet.open(set), target, ConsoleProgress.create());
    System.out.println("wrote " + target);
    return 0;
  }
}
