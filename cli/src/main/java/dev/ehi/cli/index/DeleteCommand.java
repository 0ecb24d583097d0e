package dev.ehi.cli.index;

import dev.ehi.lucene.EhiIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi index delete}. */
@Command(
    name = "delete",
    description = "Delete documents by their ids; ids that are not there are no error.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the index.")
  private Path path = Path.of("");

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of documents.")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws IOException {
    try (EhiIndex index = EhiIndex.open(path)) {
      for (String id : ids) {
        index.delete(id);
      }
      index.commit();
      System.out.printf(Locale.ROOT, "%s: %,d documents left%n", path, index.size());
    }
    return 0;
  }
}
