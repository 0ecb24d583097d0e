package dev.ehi.data.javasearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.DataException;
import dev.ehi.data.Document;
import dev.ehi.data.Qrels;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.SetCheck;
import dev.ehi.data.javasearch.JavaSearchConfig.Undocumented;
import dev.ehi.data.javasearch.JavaSearchReport.LeftOut;
import dev.ehi.data.javasearch.JavaSearchSplit.ByProject;
import dev.ehi.data.javasearch.JavaSearchSplit.ByQuery;
import dev.ehi.data.leakage.LeakageCheck;
import dev.ehi.data.leakage.LeakageReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSearchBuilderTest {
  private static final String COPIES =
      """
      package a;
      class Copies {
        /** Copies all bytes of a file. Use with care. */
        static void copy(Path from, Path to) { transfer(from, to, 0); }
        /** Copies all  bytes of a {@code file}. */
        static void copy(File from, File to) { transfer(from, to, 1); }
        /** The same code is one document. */
        int first() { return compute(1, 2, 3); }
        static class Inner {
          /** The same code has two questions. */
          int first() { return compute(1, 2, 3); }
          /** Deprecated since long ago, do not use. */
          void old() { transfer(null, null, 99); }
          /** Too short. */
          void brief() { transfer(null, null, 98); }
          void undocumented() { transfer(null, null, 97); }
          @Override public String toString() { return compute(5, 6, 7); }
          /** Gets the value of this. */
          int value() { return value; }
          /** Does nothing at all here. */
          void nothing() {}
          /** Adds one to the count. */
          void inc() { a++; }
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void buildsDocumentsQueriesAndJudgements() throws IOException {
    Path jar = jar("copies-1.0-sources.jar", Map.of("a/Copies.java", COPIES));
    JavaSearchReport report = build(List.of(jar), config(Undocumented.NOT_OVERRIDING));

    RetrievalSet set = RetrievalSet.open(target());
    assertThat(set.documents().toList())
        .containsExactly(
            new Document(
                "j000000",
                "Copies",
                "static void copy(Path from, Path to) { transfer(from, to, 0); }"),
            new Document(
                "j000001",
                "Copies",
                "static void copy(File from, File to) { transfer(from, to, 1); }"),
            new Document("j000002", "Copies", "int first() { return compute(1, 2, 3); }"),
            new Document("j000003", "Copies.Inner", "void old() { transfer(null, null, 99); }"),
            new Document("j000004", "Copies.Inner", "void brief() { transfer(null, null, 98); }"),
            new Document(
                "j000005", "Copies.Inner", "void undocumented() { transfer(null, null, 97); }"));
    assertThat(set.queries().toList())
        .containsExactly(
            new Query("q000000", "Copies all bytes of a file."),
            new Query("q000001", "The same code is one document."),
            new Query("q000002", "The same code has two questions."));
    assertThat(relevant(set))
        .isEqualTo(
            Map.of(
                "q000000", Set.of("j000000", "j000001"),
                "q000001", Set.of("j000002"),
                "q000002", Set.of("j000002")));
    assertThat(Files.readString(target().resolve("corpus.jsonl")))
        .contains("\"metadata\":{\"artifact\":\"copies-1.0\",\"class\":\"Copies\"}");
    assertThat(SetCheck.of(set, Progress.none()).valid()).isTrue();
    assertThat(report.methods()).isEqualTo(11);
    assertThat(report.documents()).isEqualTo(6);
    assertThat(report.documentsBySource()).isEqualTo(Map.of("copies-1.0", 6));
    assertThat(report.left())
        .isEqualTo(
            Map.of(
                LeftOut.EMPTY_METHOD, 1,
                LeftOut.ACCESSOR, 1,
                LeftOut.SHORT_METHOD, 1,
                LeftOut.SAME_CODE, 1,
                LeftOut.UNDOCUMENTED_METHOD, 1,
                LeftOut.NO_SENTENCE, 1,
                LeftOut.SHORT_SENTENCE, 1,
                LeftOut.BOILERPLATE, 1));
  }

  @Test
  void undocumentedMethodsAsConfigured() throws IOException {
    Path jar = jar("copies-1.0-sources.jar", Map.of("a/Copies.java", COPIES));
    assertThat(build(List.of(jar), config(Undocumented.ALL)).documents()).isEqualTo(7);
    assertThat(build(List.of(jar), config(Undocumented.NONE)).documents()).isEqualTo(5);
  }

  @Test
  void noJavadocIsLeftInTheDocuments() throws IOException {
    Path jar = jar("copies-1.0-sources.jar", Map.of("a/Copies.java", COPIES));
    build(List.of(jar), config(Undocumented.ALL));
    assertThat(Files.readString(target().resolve("corpus.jsonl")))
        .doesNotContain("Use with care")
        .doesNotContain("all bytes")
        .doesNotContain("/**")
        .doesNotContain("*/");
  }

  @Test
  void sentencesOfTooManyMethodsAreNoQueries() throws IOException {
    StringBuilder source = new StringBuilder("class A {");
    for (int i = 0; i < 4; i++) {
      source.append(
          "/** The one for all of them. */ void f() { transferEverythingOver(%d, 17); }"
              .formatted(i));
    }
    Path jar = jar("x-1.jar", Map.of("A.java", source.append('}').toString()));
    JavaSearchReport report = build(List.of(jar), config(Undocumented.ALL));
    assertThat(report.documents()).isEqualTo(4);
    assertThat(report.queries()).isEmpty();
    assertThat(report.left()).isEqualTo(Map.of(LeftOut.SHARED_SENTENCE, 1));
  }

  @Test
  void sharesByQueryAreKeptAndEachQueryKeepsItsSplit() throws IOException {
    Path jar = jar("many-1-sources.jar", Map.of("A.java", methods(0, 2000)));
    JavaSearchConfig config = config(Undocumented.ALL).withSplit(new ByQuery(0.1, 0.3, 5));
    JavaSearchReport report = build(List.of(jar), config);
    assertThat(report.queries().get("dev")).isCloseTo(200, within(50));
    assertThat(report.queries().get("test")).isCloseTo(600, within(80));
    Map<String, String> before = splitByText();
    Path more = jar("more-1-sources.jar", Map.of("B.java", methods(2000, 200)));
    build(List.of(more, jar), config);
    assertThat(splitByText()).containsAllEntriesOf(before).hasSize(2200);
  }

  @Test
  void queriesThatShareADocumentShareTheirSplit() throws IOException {
    StringBuilder source = new StringBuilder("class A {");
    for (int i = 0; i < 300; i++) {
      source.append(
          "/** Says it as number %d. */ void f() { transferEverythingOver(%d, 17); }"
              .formatted(i, i / 3));
    }
    Path jar = jar("same-1.jar", Map.of("A.java", source.append('}').toString()));
    build(List.of(jar), config(Undocumented.ALL).withSplit(new ByQuery(0.3, 0.3, 1)));
    LeakageReport report = LeakageCheck.of(RetrievalSet.open(target()), Progress.none());
    assertThat(report.overlaps()).hasSize(3);
    assertThat(report.overlaps())
        .allSatisfy(pair -> assertThat(pair.relevantDocuments().count()).isZero());
    assertThat(splitByText()).hasSize(300);
  }

  @Test
  void wholeProjectsAreHeldOut() throws IOException {
    List<Path> jars =
        List.of(
            jar("one-1.0-sources.jar", Map.of("A.java", methods(0, 10))),
            jar("two-2.1.jar", Map.of("A.java", methods(5, 10, "int f()"))),
            jar("three-3-sources.jar", Map.of("A.java", methods(12, 10, "long f()"))));
    JavaSearchConfig config =
        config(Undocumented.ALL).withSplit(new ByProject(Set.of("two"), Set.of("three-3")));
    build(jars, config);
    Map<String, String> splits = splitByText();
    assertThat(splits).hasSize(22);
    splits.forEach(
        (text, split) -> {
          int number = Integer.parseInt(text.replaceAll("\\D", ""));
          assertThat(split).isEqualTo(number < 10 ? "train" : number < 15 ? "dev" : "test");
        });
  }

  @Test
  void aProjectThatIsNotThereIsNamed() throws IOException {
    List<Path> jars = List.of(jar("one-1.0-sources.jar", Map.of("A.java", methods(0, 10))));
    JavaSearchConfig config =
        config(Undocumented.ALL).withSplit(new ByProject(Set.of("won"), Set.of("one")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> build(jars, config))
        .withMessageContaining("no source is of the project \"won\"; there are [one-1.0]");
  }

  @Test
  void readsFoldersAndSkipsWhatIsNotOneVersionOfAClass() throws IOException {
    Path folder = temp.resolve("sources");
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/Copies.java"), COPIES);
    Files.writeString(folder.resolve("a/package-info.java"), "/** Doc. */ package a;");
    Files.writeString(folder.resolve("a/notes.txt"), "not Java");
    assertThat(build(List.of(folder), config(Undocumented.ALL)).files()).isEqualTo(1);
    Path jar =
        jar(
            "v-1.jar",
            Map.of(
                "a/Copies.java", COPIES,
                "META-INF/versions/9/a/Copies.java", COPIES,
                "module-info.java", "module m {}"));
    JavaSearchReport report = build(List.of(jar), config(Undocumented.ALL));
    assertThat(report.files()).isEqualTo(1);
    assertThat(report.unparsed()).isZero();
  }

  @Test
  void unparsableFilesAreCountedAndNamed() throws IOException {
    Path jar =
        jar("x-1.jar", Map.of("a/Copies.java", COPIES, "b/Bad.java", "class Bad { int 1x; }"));
    JavaSearchReport report = build(List.of(jar), config(Undocumented.ALL));
    assertThat(report.files()).isEqualTo(2);
    assertThat(report.unparsed()).isEqualTo(1);
    assertThat(report.unparsedExamples().getFirst()).contains("x-1.jar!/b/Bad.java: line 1: ");
    assertThat(report.documents()).isEqualTo(7);
  }

  @Test
  void equalInputGivesEqualFiles() throws IOException {
    Path jar = jar("many-1-sources.jar", Map.of("A.java", methods(0, 50), "C.java", COPIES));
    build(List.of(jar), config(Undocumented.ALL));
    String corpus = Files.readString(target().resolve("corpus.jsonl"));
    String train = Files.readString(target().resolve("qrels/train.tsv"));
    build(List.of(jar), config(Undocumented.ALL));
    assertThat(target().resolve("corpus.jsonl")).hasContent(corpus);
    assertThat(target().resolve("qrels/train.tsv")).hasContent(train);
  }

  @Test
  void sourcesThatCannotBeOpened() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    Path garbage = Files.writeString(temp.resolve("garbage.jar"), "garbage");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> build(List.of(empty), JavaSearchConfig.defaults()))
        .withMessageContaining("no .java files");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> build(List.of(garbage), JavaSearchConfig.defaults()))
        .withMessageContainingAll("garbage.jar", "neither a folder nor a readable jar");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> build(List.of(temp.resolve("no.jar")), JavaSearchConfig.defaults()))
        .withMessageContaining("no such file");
    assertNothingWritten();
  }

  @Test
  void interruptionLeavesNothingBehind() throws IOException {
    Path jar = jar("copies-1.0-sources.jar", Map.of("a/Copies.java", COPIES));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> build(List.of(jar), JavaSearchConfig.defaults()));
    assertThat(Thread.interrupted()).isTrue();
    assertNothingWritten();
  }

  @Test
  void impossibleConfigurations() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ByQuery(0.5, 0.5, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ByQuery(Double.NaN, 0.1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByProject(Set.of("a"), Set.of("a", "b")));
  }

  private static JavaSearchConfig config(Undocumented undocumented) {
    return JavaSearchConfig.defaults().withUndocumented(undocumented);
  }

  private static String methods(int from, int count) {
    return methods(from, count, "void f()");
  }

  private static String methods(int from, int count, String signature) {
    StringBuilder source = new StringBuilder("class A {");
    for (int i = from; i < from + count; i++) {
      source.append(
          "/** Says what number %d is. */ %s { transferEverythingOver(%d, 17); }"
              .formatted(i, signature, i));
    }
    return source.append('}').toString();
  }

  private Map<String, String> splitByText() {
    RetrievalSet set = RetrievalSet.open(target());
    Map<String, String> splits = new HashMap<>();
    for (String split : set.splits()) {
      set.queries(split).forEach(query -> splits.put(query.text(), split));
    }
    return splits;
  }

  private static Map<String, Set<String>> relevant(RetrievalSet set) {
    Map<String, Set<String>> relevant = new HashMap<>();
    for (String split : set.splits()) {
      Qrels qrels = set.qrels(split);
      qrels.queryIds().forEach(id -> relevant.put(id, qrels.relevant(id)));
    }
    return relevant;
  }

  private JavaSearchReport build(List<Path> sources, JavaSearchConfig config) throws IOException {
    if (Files.exists(target())) {
      try (Stream<Path> files = Files.walk(target())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return JavaSearchBuilder.build(sources, target(), config, Progress.none());
  }

  private Path target() {
    return temp.resolve("target/set");
  }

  private void assertNothingWritten() throws IOException {
    assertThat(target()).doesNotExist();
    assertThat(target().getParent()).isEmptyDirectory();
  }

  private Path jar(String name, Map<String, String> files) throws IOException {
    Path jar = temp.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
