package dev.ehi.bench.peers;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.core.file.DurableFiles;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares EHI with other libraries for nearest-neighbour search; see {@code runs/peers.sh}. */
@Command(
    name = "peers",
    description = {
      "Compare EHI, Lucene, JVector, hnswlib-core, faiss, hnswlib and brute force in one process,"
          + " on the same vectors.",
      "Writes peers.json, peers.md and peers.html."
    },
    mixinStandardHelpOptions = true)
public final class PeerBenchmark implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "SET",
      description =
          "Folder or zip of the retrieval set, for nDCG; without it there is recall only.")
  private @Nullable Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Whose judged queries are taken (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Mixin private final VectorOptions vectors = new VectorOptions();

  @Option(
      names = "--most-queries",
      paramLabel = "N",
      description =
          "So many of the queries at most, evenly spread: of the judged ones with --data (default: all).")
  private int mostQueries = Integer.MAX_VALUE;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path output = Path.of("");

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each query is timed (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--in-a-row",
      paramLabel = "N",
      description =
          "How many queries a method answers before another one's turn comes; 1 leaves the caches to"
              + " the others (default: ${DEFAULT-VALUE}).")
  private int stretch = 1;

  @Option(
      names = "--sweep-queries",
      paramLabel = "N",
      description = "With how many queries settings are chosen (default: ${DEFAULT-VALUE}).")
  private int sweepQueries = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order of searches (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python with numpy, faiss and hnswlib; what is missing is left out (default:"
              + " ${DEFAULT-VALUE}).")
  private String python = "python3";

  @Option(
      names = "--methods",
      paramLabel = "REGEX",
      description = "Only methods in whose names this is found (default: all).")
  private Pattern methods = Pattern.compile("");

  private PeerBenchmark() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new PeerBenchmark()).setUsageHelpAutoWidth(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    RoutingModel routing = vectors.routing();
    IdentifiedVectors indexed = vectors.documents(routing);
    IdentifiedVectors asked = vectors.queries(routing);
    Optional<Judged> judged =
        Optional.ofNullable(data)
            .map(RetrievalSet::open)
            .map(set -> Judged.of(split, some(set.qrels(split), asked), indexed, asked));
    Path scratch = Files.createTempDirectory("ehi-peers");
    try {
      Workload workload =
          new Workload(
              indexed.vectors(),
              judged.map(Judged::queries).orElseGet(() -> some(asked.vectors())),
              scratch);
      PeerResults results = compare(workload, routing.tree(), judged);
      PeerFiles.write(results, output);
      System.out.println(new PeerTables(results).markdown());
      System.out.println("wrote peers.json, peers.md and peers.html to " + output);
      return 0;
    } finally {
      DurableFiles.deleteTree(scratch);
    }
  }

  private Vectors some(Vectors all) {
    return all.gather(some(all.size()));
  }

  private Qrels some(Qrels all, IdentifiedVectors asked) {
    List<String> judged = asked.ids().stream().filter(all.queryIds()::contains).toList();
    Qrels.Builder kept = new Qrels.Builder();
    for (int i : some(judged.size())) {
      String query = judged.get(i);
      all.of(query).forEach((document, grade) -> kept.add(query, document, grade));
    }
    return kept.build();
  }

  private int[] some(int all) {
    int count = Math.min(mostQueries, all);
    return IntStream.range(0, count).map(i -> (int) ((long) i * all / count)).toArray();
  }

  private PeerResults compare(Workload workload, Tree tree, Optional<Judged> judged)
      throws IOException {
    QualityScorer scorer =
        new QualityScorer(workload, BruteForcePeer.exact(workload), judged.map(Judged::judgments));
    PeerComparison comparison =
        new PeerComparison(
            workload,
            scorer,
            new PeerComparison.Config(sweepQueries, rounds, stretch, seed),
            ConsoleProgress.create());
    try (Peers peers = Peers.of(workload, tree, python)) {
      PeerComparison.Outcome outcome = comparison.run(peers.named(methods));
      return new PeerResults(
          setup(workload),
          outcome.exact(),
          outcome.methods(),
          outcome.comparisons(),
          peers.leftOut());
    }
  }

  private PeerResults.Setup setup(Workload workload) {
    Map<String, String> environment = MachineFacts.all();
    return new PeerResults.Setup(
        workload.documents().size(),
        workload.documents().dim(),
        workload.queries().size(),
        data == null
            ? ""
            : "the %s judgements of %s".formatted(split, RetrievalSet.open(data).name()),
        sweepQueries,
        rounds,
        stretch,
        seed,
        environment);
  }
}
