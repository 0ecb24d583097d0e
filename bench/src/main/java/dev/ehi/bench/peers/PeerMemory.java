package dev.ehi.bench.peers;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.report.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How much memory each method takes at most while it builds its index and answers all queries, each
 * in a process of its own.
 */
@Command(
    name = "peer-memory",
    description = "Peak memory of EHI and other libraries on the same vectors.",
    mixinStandardHelpOptions = true)
public final class PeerMemory implements Callable<Integer> {

  /** A small heap that gives back what it does not need, so that garbage counts for little. */
  private static final List<String> JVM =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20");

  private static final String RESULT = "memory ";

  @Mixin private final VectorOptions vectors = new VectorOptions();

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file, too.")
  private @Nullable Path output;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python with numpy, faiss and hnswlib (default: ${DEFAULT-VALUE}).")
  private String python = "python3";

  @Option(
      names = "--methods",
      paramLabel = "REGEX",
      description = "Only methods in whose names this is found (default: all).")
  private Pattern methods = Pattern.compile("");

  @Option(names = "--probe", hidden = true, description = "Measure one method in this process.")
  private @Nullable String probed;

  private final String[] arguments;

  private PeerMemory(String[] arguments) {
    this.arguments = arguments;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new PeerMemory(args)).setUsageHelpAutoWidth(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("ehi-peers");
    try {
      var routing = vectors.routing();
      Workload workload =
          new Workload(
              vectors.documents(routing).vectors(), vectors.queries(routing).vectors(), scratch);
      try (Peers peers = Peers.of(workload, routing.tree(), python)) {
        if (probed != null) {
          probe(peers, probed, workload);
        } else {
          report(peers.named(methods), workload);
        }
      }
      return 0;
    } finally {
      DurableFiles.deleteTree(scratch);
    }
  }

  /** Builds the first index of a method, and asks everything by the middle one of its settings. */
  private static void probe(Peers peers, String name, Workload workload) throws IOException {
    Peer peer = peers.named(Pattern.compile("^" + Pattern.quote(name) + "$")).getFirst();
    ResidentMemory memory = new ResidentMemory(peers.processOf(peer));
    System.gc();
    memory.forgetPeak();
    long before = memory.now();
    try (PeerIndex index = peer.builds().getFirst().index(workload.documents().size())) {
      long built = memory.peak();
      List<PeerIndex.Setting> settings = index.settings();
      PeerIndex.Search search = settings.get(settings.size() / 2).search();
      for (int query = 0; query < workload.queries().size(); query++) {
        search.answer(query);
      }
      System.out.println(RESULT + before + " " + built + " " + memory.peak());
    }
  }

  private void report(List<Peer> peers, Workload workload)
      throws IOException, InterruptedException {
    Table table =
        new Table("MB", List.of("build", "before", "while building", "and searching", "more"));
    for (Peer peer : peers) {
      long[] bytes = inOwnProcess(peer.name());
      table.row(
          peer.name(),
          List.of(
              new Table.Cell.Text(peer.builds().getFirst().parameters()),
              megabytes(bytes[0]),
              megabytes(bytes[1]),
              megabytes(bytes[2]),
              megabytes(Math.max(bytes[1], bytes[2]) - bytes[0])));
    }
    String text =
        String.format(
            Locale.ROOT,
            """
            # Peak memory beside other libraries

            %,d documents of dimension %d, %,d queries; each method in a process of its own, with its first way to build and the
            middle one of its settings. Resident memory of the process, mapped files included: before, with the vectors loaded
            (in Java on and off the heap, in Python in an array); the peak until the index is built, and until all queries are answered.

            %s""",
            workload.documents().size(),
            workload.documents().dim(),
            workload.queries().size(),
            table.markdown());
    System.out.println(text);
    if (output != null) {
      Files.writeString(output, text);
    }
  }

  private static Table.Cell megabytes(long bytes) {
    return new Table.Cell.Text(String.format(Locale.ROOT, "%.0f", bytes / 1e6));
  }

  /** Bytes before, until built, until searched. */
  private long[] inOwnProcess(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PeerMemory.class.getName()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--probe", name));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Optional<String> result;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      result = lines.lines().filter(line -> line.startsWith(RESULT)).reduce((a, b) -> b);
    }
    if (process.waitFor() != 0 || result.isEmpty()) {
      throw new IOException("the process that measured " + name + " failed");
    }
    return Arrays.stream(result.get().substring(RESULT.length()).split(" "))
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
