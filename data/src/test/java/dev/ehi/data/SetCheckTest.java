package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.SetReport.Finding;
import dev.ehi.data.SetReport.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetCheckTest {
  @TempDir Path temp;

  @Test
  void countsAndMeasures() throws IOException {
    SetReport report = check(SmallSet.beir());
    assertThat(report.valid()).isTrue();
    assertThat(report.documents()).isEqualTo(3);
    assertThat(report.queries()).isEqualTo(2);
    assertThat(report.documentLengths()).isEqualTo(new LengthStatistics(0, 3, 3, 6, 6));
    assertThat(report.queryLengths()).isEqualTo(new LengthStatistics(1, 1.5, 1, 2, 2));
    assertThat(report.splits().get("test"))
        .isEqualTo(new SetReport.Split(2, 3, 2, new TreeMap<>(Map.of(0, 1, 1, 1, 2, 1))));
    assertThat(report.findings())
        .containsExactly(
            new Finding(Severity.WARNING, "documents without any text", 1, List.of("d3")));
  }

  @Test
  void listsEveryMalformedLineAndGoesOn() throws IOException {
    SetReport report =
        check(
            SmallSet.beir()
                .with(
                    "corpus.jsonl",
                    """
                    {"_id": "d1", "text": "fine"}
                    {"_id": "d1", "text": "again"}
                    nonsense
                    {"_id": "d2", "text": "fine"}
                    """));
    assertThat(report.valid()).isFalse();
    assertThat(report.documents()).isEqualTo(2);
    Finding malformed = finding(report, "malformed lines");
    assertThat(malformed.severity()).isEqualTo(Severity.ERROR);
    assertThat(malformed.count()).isEqualTo(2);
    assertThat(malformed.examples().get(0)).contains("corpus.jsonl:2: field \"_id\"");
    assertThat(malformed.examples().get(1)).contains("corpus.jsonl:3: broken JSON");
  }

  @Test
  void findsJudgementsOfUnknownQueriesAndDocuments() throws IOException {
    SetReport report =
        check(
            SmallSet.beir().with("qrels/test.tsv", "q1\td1\t1\nq1\tdX\t1\nqX\td2\t1\nq2\td2\t0\n"));
    assertThat(report.valid()).isFalse();
    assertThat(finding(report, "judged queries without a text").examples())
        .containsExactly("test: qX");
    assertThat(finding(report, "judged documents that are not in the corpus").examples())
        .containsExactly("test: dX");
    assertThat(finding(report, "judged queries without a relevant document").examples())
        .containsExactly("test: q2");
  }

  @Test
  void missingFilesAreWarnings() throws IOException {
    SetReport report = check(SmallSet.beir().without("queries.jsonl").without("qrels/test.tsv"));
    assertThat(report.valid()).isTrue();
    assertThat(finding(report, "missing files").examples())
        .hasSize(2)
        .anySatisfy(example -> assertThat(example).contains("no qrels"))
        .anySatisfy(example -> assertThat(example).contains("queries.jsonl"));
  }

  @Test
  void truncationIsReported() throws IOException {
    SmallSet files = SmallSet.beir().compressed("corpus.jsonl");
    byte[] whole = files.content("corpus.jsonl.gz");
    files.with("corpus.jsonl.gz", Arrays.copyOf(whole, whole.length - 10));
    SetReport report = check(files);
    assertThat(report.valid()).isFalse();
    assertThat(finding(report, "malformed lines").examples().getFirst()).contains("truncated");
  }

  @Test
  void keepsTheFirstExamplesOnly() throws IOException {
    SetReport report = check(SmallSet.beir().with("corpus.jsonl", "nonsense\n".repeat(1000)));
    Finding malformed = finding(report, "malformed lines");
    assertThat(malformed.count()).isEqualTo(1000);
    assertThat(malformed.examples()).hasSize(10);
  }

  @Test
  void checksMsMarco() throws IOException {
    SetReport report = check(SmallSet.msMarco());
    assertThat(report.valid()).isTrue();
    assertThat(report.queries()).isEqualTo(3);
    assertThat(report.findings()).isEmpty();
  }

  private SetReport check(SmallSet files) throws IOException {
    return SetCheck.of(RetrievalSet.open(files.folder(temp.resolve("set"))), Progress.none());
  }

  private static Finding finding(SetReport report, String what) {
    return report.findings().stream()
        .filter(found -> found.what().equals(what))
        .findFirst()
        .orElseThrow();
  }
}
