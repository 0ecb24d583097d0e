package dev.ehi.cli.index;

import dev.ehi.cli.console.IndexOption;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.lucene.EhiIndex;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ehi index compact}. */
@Command(
    name = "compact",
    description = {
      "Merge all segments into one and drop what is left of deleted documents.",
      "The segment carries what 'ehi index calibrate' measured, wherever it is copied."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {

  @Mixin private final IndexOption index = new IndexOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    try (EhiIndex opened = EhiIndex.open(index.path())) {
      opened.compact();
      opened.commit();
      System.out.printf(
          Locale.ROOT, "%s: %,d documents in one segment%n", index.path(), opened.size());
      json.write(new ChangeReport(0, opened.size()));
    }
    return 0;
  }
}
