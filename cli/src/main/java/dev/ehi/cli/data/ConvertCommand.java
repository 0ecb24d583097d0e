package dev.ehi.cli.data;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.data.BeirWriter;
import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    BeirWriter.Contents written =
        BeirWriter.copy(RetrievalSet.open(set), target, ConsoleProgress.create());
    System.out.printf(
        Locale.ROOT,
        "%,d documents, %,d queries, judgements %s%n",
        written.documents(),
        written.queries(),
        written.judgements());
    System.out.println("wrote " + target);
    json.write(written);
    return 0;
  }
}
