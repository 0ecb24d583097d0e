package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An index of faiss or hnswlib, which lives in a {@link PythonWorker} and is timed there. */
final class PythonPeer implements Peer {

  private final PythonWorker worker;
  private final String name;
  private final String note;
  private final String library;
  private final String kind;
  private final List<Map<String, Integer>> builds;
  private final String parameter;
  private final Supplier<IntStream> values;

  private PythonPeer(
      PythonWorker worker,
      String name,
      String note,
      String library,
      String kind,
      List<Map<String, Integer>> builds,
      String parameter,
      Supplier<IntStream> values) {
    this.worker = worker;
    this.name = name;
    this.note = note;
    this.library = library;
    this.kind = kind;
    this.builds = builds;
    this.parameter = parameter;
    this.values = values;
  }

  /** Graphs and inverted lists of faiss, of float32 and of 8-bit scalars. */
  static List<Peer> faiss(Workload workload, PythonWorker worker, String version) {
    int root = (int) Math.round(Math.sqrt(workload.documents().size()));
    List<Map<String, Integer>> lists = List.of(Map.of("nlist", root), Map.of("nlist", 4 * root));
    String note = "faiss " + version + "; timed in Python around the bare C++ method";
    return Stream.of("flat", "sq8")
        .<Peer>mapMulti(
            (codec, peers) -> {
              peers.accept(
                  new PythonPeer(
                      worker,
                      "faiss HNSW " + codec,
                      note,
                      "faiss",
                      "hnsw-" + codec,
                      graphs(),
                      "efSearch",
                      GeometricGrid::graphWidths));
              peers.accept(
                  new PythonPeer(
                      worker,
                      "faiss IVF " + codec,
                      note,
                      "faiss",
                      "ivf-" + codec,
                      lists,
                      "nprobe",
                      () -> GeometricGrid.of(1, 4 * root)));
            })
        .toList();
  }

  /** The graph of hnswlib. */
  static Peer hnswlib(PythonWorker worker, String version) {
    return new PythonPeer(
        worker,
        "hnswlib float32",
        "hnswlib " + version + "; timed in Python",
        "hnswlib",
        "hnsw",
        graphs(),
        "ef",
        GeometricGrid::graphWidths);
  }

  private static List<Map<String, Integer>> graphs() {
    return List.of(graph(16, 100), graph(32, 200));
  }

  private static Map<String, Integer> graph(int connections, int efConstruction) {
    Map<String, Integer> parameters = new LinkedHashMap<>();
    parameters.put("M", connections);
    parameters.put("efConstruction", efConstruction);
    return parameters;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Origin origin() {
    return Origin.OTHER;
  }

  @Override
  public String note() {
    return note;
  }

  @Override
  public List<Build> builds() {
    return builds.stream().map(this::build).toList();
  }

  private Build build(Map<String, Integer> parameters) {
    return new Build(
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")),
        count -> new Remote(parameters, count));
  }

  /** An index in the worker. */
  private final class Remote implements PeerIndex {
    private final int index = worker.nextIndex();
    private final Timing built;

    Remote(Map<String, Integer> parameters, int count) throws IOException {
      built =
          timing(
              worker.ask(
                  "build",
                  Map.of(
                      "index", index,
                      "library", library,
                      "kind", kind,
                      "parameters", parameters,
                      "count", count)));
    }

    private static Timing timing(JsonNode reply) {
      return new Timing(reply.get("wall").asLong() / 1e9, reply.get("cpu").asLong() / 1e9);
    }

    @Override
    public Timing built() {
      return built;
    }

    @Override
    public Timing extend(int to) throws IOException {
      return timing(worker.ask("extend", Map.of("index", index, "to", to)));
    }

    @Override
    public List<Setting> settings() {
      return values
          .get()
          .mapToObj(value -> new Setting(parameter + " " + value, query -> search(query, value)))
          .toList();
    }

    private Answer search(int query, int value) throws IOException {
      JsonNode reply =
          worker.ask("search", Map.of("index", index, "query", query, "setting", value));
      int[] found =
          StreamSupport.stream(reply.get("found").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      return new Answer(found, reply.get("wall").asLong(), reply.get("cpu").asLong());
    }

    @Override
    public Size size() throws IOException {
      return new Size(
          worker.ask("bytes", Map.of("index", index)).get("bytes").asLong(), "file written");
    }

    @Override
    public void close() throws IOException {
      worker.ask("close", Map.of("index", index));
    }
  }
}
