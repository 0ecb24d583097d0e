package dev.ehi.bench.peers;

import dev.ehi.data.VectorFiles;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Python process that holds the indexes of libraries with a Python interface. Requests and
 * replies are one JSON object a line; {@code worker.py} says which there are.
 */
final class PythonWorker implements Closeable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String SCRIPT = "worker.py";

  private final Process process;
  private final Writer requests;
  private final BufferedReader replies;
  private int indexes;

  /**
   * Starts Python and hands it the vectors.
   *
   * @param python the interpreter
   * @throws IOException if it cannot be started, or lacks numpy
   */
  PythonWorker(String python, Workload workload) throws IOException {
    Path script = workload.scratch().resolve(SCRIPT);
    try (InputStream in = PythonWorker.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("the class path lacks " + SCRIPT);
      }
      Files.copy(in, script);
    }
    ProcessBuilder builder = new ProcessBuilder(python, script.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    for (String library : new String[] {"OMP", "OPENBLAS", "MKL"}) {
      builder.environment().put(library + "_NUM_THREADS", "1");
    }
    process = builder.start();
    requests = process.outputWriter(StandardCharsets.UTF_8);
    replies = process.inputReader(StandardCharsets.UTF_8);
    try {
      Path documents = workload.scratch().resolve("documents.npy");
      Path queries = workload.scratch().resolve("queries.npy");
      VectorFiles.writeNpy(documents, workload.documents());
      VectorFiles.writeNpy(queries, workload.queries());
      ask(
          "load",
          Map.of(
              "documents", documents.toString(), "queries", queries.toString(), "k", Workload.K));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The libraries that this Python has: name to version and build. */
  Map<String, String> libraries() throws IOException {
    Map<String, String> libraries = new LinkedHashMap<>();
    ask("libraries", Map.of())
        .get("libraries")
        .forEachEntry((name, version) -> libraries.put(name, version.asString()));
    return libraries;
  }

  /** Its number. */
  long process() {
    return process.pid();
  }

  /** A number for a new index. */
  int nextIndex() {
    return indexes++;
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @throws IOException if the process has ended or reports an error
   */
  JsonNode ask(String operation, Map<String, Object> arguments) throws IOException {
    Map<String, Object> request = new LinkedHashMap<>(arguments);
    request.put("op", operation);
    requests.write(MAPPER.writeValueAsString(request));
    requests.write('\n');
    requests.flush();
    String line = replies.readLine();
    if (line == null) {
      throw new IOException("the Python worker ended; its last words are on standard error");
    }
    JsonNode reply = MAPPER.readTree(line);
    if (reply.has("error")) {
      throw new IOException("the Python worker: " + reply.get("error").asString());
    }
    return reply;
  }

  /** Ends the process, which stops at the end of its input. */
  @Override
  public void close() throws IOException {
    try {
      requests.close();
    } finally {
      process.destroy();
    }
  }
}
