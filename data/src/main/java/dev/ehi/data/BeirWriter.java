package dev.ehi.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ehi.core.file.DurableFiles;
import dev.ehi.core.file.StagedDirectory;
import dev.ehi.core.progress.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a set in BEIR layout. Everything goes to a hidden folder beside the target, which takes
 * the target's name in {@link #commit()}; closing without a commit leaves nothing behind.
 */
public final class BeirWriter implements Closeable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PROGRESS_STEP = 1000;

  private final Path target;
  private final StagedDirectory staged;
  private final OutputFile documents;
  private final OutputFile queries;
  private final Map<String, OutputFile> qrels = new TreeMap<>();
  private final IdSet documentIds = new IdSet();
  private final IdSet queryIds = new IdSet();

  private BeirWriter(Path target, StagedDirectory staged) throws IOException {
    this.target = target;
    this.staged = staged;
    Files.createDirectory(staged.path().resolve("qrels"));
    this.documents = new OutputFile(staged.path().resolve(BeirSet.CORPUS));
    this.queries = new OutputFile(staged.path().resolve(BeirSet.QUERIES));
  }

  /**
   * Begins a set.
   *
   * @param target the folder to be made; it must not exist or be empty
   * @throws FileAlreadyExistsException when there is something at the target
   */
  public static BeirWriter create(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    requireFree(absolute);
    return new BeirWriter(absolute, StagedDirectory.beside(absolute));
  }

  /**
   * What was written.
   *
   * @param judgements by split
   */
  public record Contents(long documents, long queries, Map<String, Long> judgements) {}

  /** Copies a whole set, of any format, to a new BEIR folder. */
  public static Contents copy(RetrievalSet set, Path target, Progress progress) throws IOException {
    try (BeirWriter writer = create(target)) {
      try (Stream<Document> documents = set.documents();
          Progress.Task task = progress.start("documents of " + set.name(), -1, "documents")) {
        each(documents, task, writer::document);
      }
      try (Stream<Query> queries = set.hasQueries() ? set.queries() : Stream.empty();
          Progress.Task task = progress.start("queries of " + set.name(), -1, "queries")) {
        each(queries, task, writer::query);
      }
      for (String split : set.splits()) {
        writer.qrels(split, set.qrels(split));
      }
      writer.commit();
      return writer.contents();
    }
  }

  private Contents contents() {
    Map<String, Long> judgements = new TreeMap<>();
    qrels.forEach((split, file) -> judgements.put(split, file.lines - 1)); // less the header
    return new Contents(documents.lines, queries.lines, judgements);
  }

  /** Adds a document. */
  public void document(Document document) throws IOException {
    document(document, Map.of());
  }

  /**
   * Adds a document with further facts, which are written into its {@code metadata} object.
   *
   * @throws IllegalArgumentException when the id was written before or cannot stand in a qrels file
   */
  public void document(Document document, Map<String, String> metadata) throws IOException {
    requireNew(documentIds, "document", document.id());
    documents.line(
        JSON.writeValueAsString(
            new DocumentLine(
                document.id(), document.title(), document.text(), new TreeMap<>(metadata))));
  }

  /**
   * Adds a query.
   *
   * @throws IllegalArgumentException when the id was written before or cannot stand in a qrels file
   */
  public void query(Query query) throws IOException {
    requireNew(queryIds, "query", query.id());
    queries.line(JSON.writeValueAsString(new QueryLine(query.id(), query.text())));
  }

  /** Adds one judgement to a split. */
  public void judgement(String split, String queryId, String documentId, int grade)
      throws IOException {
    OutputFile file = qrels.get(split);
    if (file == null) {
      file = new OutputFile(staged.path().resolve("qrels").resolve(split + ".tsv"));
      file.line("query-id\tcorpus-id\tscore");
      qrels.put(split, file);
    }
    file.line(queryId + "\t" + documentId + "\t" + grade);
  }

  /** Adds judgements to a split. */
  public void qrels(String split, Qrels judgements) throws IOException {
    for (String queryId : judgements.queryIds()) {
      for (Map.Entry<String, Integer> judged : judgements.of(queryId).entrySet()) {
        judgement(split, queryId, judged.getKey(), judged.getValue());
      }
    }
  }

  /** Brings everything to disk and gives the folder its name; nothing can be added afterwards. */
  public void commit() throws IOException {
    for (OutputFile file : files()) {
      file.close();
    }
    requireFree(target);
    staged.commit();
  }

  /** Drops what was not committed. */
  @Override
  public void close() throws IOException {
    try (staged) {
      for (OutputFile file : files()) {
        file.close();
      }
    }
  }

  private List<OutputFile> files() {
    return Stream.concat(Stream.of(documents, queries), qrels.values().stream()).toList();
  }

  private static void requireNew(IdSet ids, String kind, String id) {
    if (id.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r')) {
      throw new IllegalArgumentException(
          "the %s id \"%s\" holds a tab or line break and cannot stand in a qrels file"
              .formatted(kind, id));
    }
    if (!ids.add(id)) {
      throw new IllegalArgumentException("the %s id \"%s\" is written twice".formatted(kind, id));
    }
  }

  private static void requireFree(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    try (Stream<Path> inside = Files.list(target)) {
      if (inside.findAny().isPresent()) {
        throw new DirectoryNotEmptyException(
            target + " exists and is not empty; delete it or choose another folder");
      }
    }
  }

  private interface Sink<T> {
    void accept(T value) throws IOException;
  }

  private static <T> void each(Stream<T> values, Progress.Task task, Sink<T> sink)
      throws IOException {
    long count = 0;
    for (Iterator<T> rest = values.iterator(); rest.hasNext(); ) {
      sink.accept(rest.next());
      if (++count % PROGRESS_STEP == 0) {
        task.advance(PROGRESS_STEP);
      }
    }
    task.advance(count % PROGRESS_STEP);
  }

  private record DocumentLine(
      @JsonProperty("_id") String id,
      String title,
      String text,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> metadata) {}

  private record QueryLine(@JsonProperty("_id") String id, String text) {}

  /** One file of the set while it grows. */
  private static final class OutputFile implements Closeable {
    private final Path path;
    private final Writer out;
    private long lines;

    private OutputFile(Path path) throws IOException {
      this.path = path;
      this.out = TextOutput.writer(Files.newOutputStream(path));
    }

    private void line(String text) throws IOException {
      try {
        out.write(text);
        out.write('\n');
        lines++;
      } catch (IOException e) {
        throw DurableFiles.naming(path, e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw DurableFiles.naming(path, e);
      }
    }
  }
}
