package dev.ehi.cli.search;

import dev.ehi.cli.console.QueryVectorOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is asked: one query, a file of texts, or a file of vectors. */
final class QueryOptions {

  @Parameters(paramLabel = "QUERY", arity = "0..1", description = "The query.")
  @Nullable String query;

  @ArgGroup(exclusive = false, heading = "%nA file of queries:%n")
  @Nullable Texts texts;

  @ArgGroup(exclusive = false, heading = "%nVectors computed elsewhere:%n")
  @Nullable QueryVectorOptions vectors;

  static final class Texts {
    @Option(
        names = "--queries",
        required = true,
        paramLabel = "FILE",
        description = "Queries as .jsonl (_id, text) or as id <tab> text.")
    Path queries = Path.of("");
  }
}
