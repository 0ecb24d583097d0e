package dev.ehi.cli.index;

import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.lucene.EhiIndex;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ehi index delete}. */
@Command(
    name = "delete",
    description = "Delete documents by their ids; ids that are not there are no error.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

  @Mixin private final IndexOption index = new IndexOption();

  @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of documents.")
  private List<String> ids = List.of();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    try (EhiIndex opened = EhiIndex.open(index.path())) {
      long before = opened.size();
      for (String id : ids) {
        opened.delete(id);
      }
      opened.commit();
      ChangeReport report = new ChangeReport(before - opened.size(), opened.size());
      System.out.printf(
          Locale.ROOT,
          "%s: %,d documents deleted, %,d documents left%n",
          index.path(),
          report.deleted(),
          report.size());
      json.write(report);
    }
    return 0;
  }
}
