package dev.ehi.data.javasearch;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.BeirWriter;
import dev.ehi.data.Document;
import dev.ehi.data.NormalizedText;
import dev.ehi.data.Query;
import dev.ehi.data.javasearch.JavaSearchReport.LeftOut;
import dev.ehi.data.javasearch.SourceParser.Result;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a BEIR folder from Java sources. Documents are methods: title = class name, text =
 * signature and body without comments, so that no Javadoc is left in them. Queries are first
 * sentences of Javadoc; methods whose sentence is the same are all relevant to it. Methods without
 * a usable sentence are documents, too.
 *
 * <p>The same sources and configuration give the same files.
 */
public final class JavaSearchBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(JavaSearchBuilder.class);
  private static final int EXAMPLES = 20;
  private static final int BATCH = 64;
  private static final Pattern BOILERPLATE =
      Pattern.compile(
          "^(deprecated\\b.*|use .* instead\\b.*|replaced by .*|auto.?generated .*|.?non.?javadoc.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK = Pattern.compile(" ");

  private final JavaSearchConfig config;
  private final QuerySplitter splitter;
  private final Map<String, String> documentIds = new HashMap<>();
  private final SequencedMap<String, Sentence> sentences = new LinkedHashMap<>();
  private final Map<String, Sentence> firstSentences = new HashMap<>(); // by document id
  private final SortedMap<LeftOut, Integer> left = new TreeMap<>();
  private final SequencedMap<String, Integer> documentsBySource = new LinkedHashMap<>();
  private final SequencedMap<String, Integer> queries = new LinkedHashMap<>();
  private final List<String> unparsedExamples = new ArrayList<>();
  private int files;
  private int unparsed;
  private int methods;

  private JavaSearchBuilder(JavaSearchConfig config) {
    this.config = config;
    this.splitter = new QuerySplitter(config.split());
  }

  /**
   * Builds the set.
   *
   * @param sources {@code -sources.jar} files, {@code src.zip} or folders with {@code .java} files
   * @param target the BEIR folder to be made; it must not exist or be empty
   * @throws dev.ehi.data.DataException when a source cannot be opened
   * @throws IllegalArgumentException when a split names a project that none of the sources is of
   * @throws InterruptedIOException when the thread is interrupted; nothing is left at the target
   */
  public static JavaSearchReport build(
      List<Path> sources, Path target, JavaSearchConfig config, Progress progress)
      throws IOException {
    JavaSearchBuilder builder = new JavaSearchBuilder(config);
    try (BeirWriter writer = BeirWriter.create(target);
        SourceParser parser = new SourceParser()) {
      for (Path source : sources) {
        builder.addSource(source, parser, writer, progress);
      }
      builder.splitter.requireKnownProjects(builder.documentsBySource.keySet());
      builder.writeQueries(writer);
      writer.commit();
    }
    return builder.report();
  }

  private void addSource(Path source, SourceParser parser, BeirWriter writer, Progress progress)
      throws IOException {
    checkInterrupt(source);
    try (SourceArchive archive = SourceArchive.open(source);
        Progress.Task task = progress.start(archive.artifact(), archive.files().size(), "files")) {
      documentsBySource.putIfAbsent(archive.artifact(), 0);
      List<Path> files = archive.files();
      for (int from = 0; from < files.size(); from += BATCH) {
        checkInterrupt(source);
        List<Path> batch = files.subList(from, Math.min(from + BATCH, files.size()));
        addFiles(archive, batch, parser, writer);
        task.advance(batch.size());
      }
    }
  }

  private static void checkInterrupt(Path source) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted while reading " + source);
    }
  }

  private void addFiles(
      SourceArchive archive, List<Path> batch, SourceParser parser, BeirWriter writer)
      throws IOException {
    List<SourceParser.SourceFile> texts = new ArrayList<>();
    for (Path file : batch) {
      texts.add(new SourceParser.SourceFile(archive.name(file), archive.text(file)));
    }
    files += batch.size();
    List<Result> results = parser.parse(texts);
    for (int i = 0; i < batch.size(); i++) {
      switch (results.get(i)) {
        case Result.Parsed parsed -> {
          for (JavaMethod method : parsed.methods()) {
            addMethod(archive.artifact(), method, writer);
          }
        }
        case Result.Failed failed ->
            leaveOut(archive.describe(batch.get(i)) + ": " + failed.reason());
      }
    }
  }

  private void leaveOut(String unparsedFile) {
    unparsed++;
    LOG.warn("Left out {}", unparsedFile);
    if (unparsedExamples.size() < EXAMPLES) {
      unparsedExamples.add(unparsedFile);
    }
  }

  private void addMethod(String artifact, JavaMethod method, BeirWriter writer) throws IOException {
    methods++;
    LeftOut reason = notDocument(method);
    if (reason != null) {
      count(reason);
      return;
    }
    String known = documentIds.get(method.code());
    if (known != null) {
      count(LeftOut.SAME_CODE);
      addSentence(artifact, method, known);
      return;
    }
    String id = "j%06d".formatted(documentIds.size());
    documentIds.put(method.code(), id);
    documentsBySource.merge(artifact, 1, Integer::sum);
    writer.document(
        new Document(id, method.className(), method.code()),
        Map.of("artifact", artifact, "class", method.className()));
    addSentence(artifact, method, id);
  }

  private @Nullable LeftOut notDocument(JavaMethod method) {
    return switch (method.shape()) {
      case EMPTY -> LeftOut.EMPTY_METHOD;
      case ACCESSOR -> LeftOut.ACCESSOR;
      case WORKING -> {
        int length = method.code().length();
        if (length < config.minCodeLength()) {
          yield LeftOut.SHORT_METHOD;
        }
        if (length > config.maxCodeLength()) {
          yield LeftOut.LONG_METHOD;
        }
        yield wanted(method) ? null : LeftOut.UNDOCUMENTED_METHOD;
      }
    };
  }

  private boolean wanted(JavaMethod method) {
    return !method.summary().isEmpty()
        || switch (config.undocumented()) {
          case ALL -> true;
          case NOT_OVERRIDING -> !method.overrides();
          case NONE -> false;
        };
  }

  private void addSentence(String artifact, JavaMethod method, String documentId) {
    LeftOut reason = notQuery(method.summary());
    if (reason != null) {
      count(reason);
      return;
    }
    String key = NormalizedText.of(method.summary());
    Sentence sentence =
        sentences.computeIfAbsent(key, unseen -> new Sentence(unseen, method.summary()));
    sentence.documentIds.add(documentId);
    Sentence first = firstSentences.putIfAbsent(documentId, sentence);
    if (first != null) {
      sentence.join(first);
    }
    sentence.root().artifacts.add(artifact);
  }

  private @Nullable LeftOut notQuery(String summary) {
    if (summary.isEmpty()) {
      return LeftOut.NO_SENTENCE;
    }
    int words = BLANK.split(summary).length;
    if (words < config.minQueryWords()) {
      return LeftOut.SHORT_SENTENCE;
    }
    if (words > config.maxQueryWords()) {
      return LeftOut.LONG_SENTENCE;
    }
    return BOILERPLATE.matcher(summary).matches() ? LeftOut.BOILERPLATE : null;
  }

  private void writeQueries(BeirWriter writer) throws IOException {
    int number = 0;
    for (Sentence sentence : sentences.values()) {
      if (sentence.documentIds.size() > config.maxRelevant()) {
        count(LeftOut.SHARED_SENTENCE);
        continue;
      }
      String id = "q%06d".formatted(number++);
      writer.query(new Query(id, sentence.text));
      String split = splitter.split(sentence.root().key, sentence.root().artifacts);
      queries.merge(split, 1, Integer::sum);
      for (String documentId : sentence.documentIds) {
        writer.judgement(split, id, documentId, 1);
      }
    }
  }

  private void count(LeftOut reason) {
    left.merge(reason, 1, Integer::sum);
  }

  private JavaSearchReport report() {
    return new JavaSearchReport(
        files,
        unparsed,
        List.copyOf(unparsedExamples),
        methods,
        documentIds.size(),
        left,
        queries,
        documentsBySource);
  }

  /**
   * A query in the making. Sentences that share a document are joined and get the same split, so
   * that no document is an answer in two splits.
   */
  private static final class Sentence {
    private final String key;
    private final String text;
    private final Set<String> documentIds = new LinkedHashSet<>();
    private final Set<String> artifacts = new LinkedHashSet<>(); // of all joined, at the root
    private Sentence parent = this;

    private Sentence(String key, String text) {
      this.key = key;
      this.text = text;
    }

    private Sentence root() {
      Sentence root = this;
      while (root.parent != root) {
        root = root.parent;
      }
      return root;
    }

    private void join(Sentence other) {
      Sentence root = other.root();
      root.artifacts.addAll(root().artifacts);
      root().parent = root;
    }
  }
}
