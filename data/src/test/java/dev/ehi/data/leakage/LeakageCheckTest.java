package dev.ehi.data.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.BeirWriter;
import dev.ehi.data.Document;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.leakage.LeakageReport.Overlap;
import dev.ehi.data.leakage.LeakageReport.Verbatim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakageCheckTest {
  @TempDir Path temp;

  @Test
  void findsQueriesInTwoSplitsByIdAndByText() throws IOException {
    LeakageReport report = LeakageCheck.of(leaky(), Progress.none());
    assertThat(report.clean()).isFalse();
    assertThat(report.overlaps().stream().map(pair -> pair.first() + "-" + pair.second()))
        .containsExactly("train-dev", "train-test", "dev-test");
    Overlap trainTest = report.overlaps().get(1);
    assertThat(trainTest.ids()).isEqualTo(new Shared(1, List.of("q2")));
    assertThat(trainTest.texts()).isEqualTo(new Shared(1, List.of("q1 = t1: obesity is bad")));
    assertThat(trainTest.relevantDocuments()).isEqualTo(new Shared(2, List.of("d1", "d2")));
    assertThat(report.trainQueriesToDrop()).containsExactly("q1", "q2");
  }

  @Test
  void droppingTheTrainQueriesLeavesNoLeakIntoThem() throws IOException {
    RetrievalSet set = leaky();
    LeakageReport report = LeakageCheck.of(set, Progress.none());
    assertThat(set.qrels("train").without(report.trainQueriesToDrop()).queryIds())
        .containsExactly("q3", "q4");
  }

  @Test
  void countsRelevantDocumentsThatContainTheirQuery() throws IOException {
    LeakageReport report = LeakageCheck.of(leaky(), Progress.none());
    assertThat(report.verbatim().get("train"))
        .isEqualTo(new Verbatim(3, new Shared(1, List.of("q1 in d1: obesity is bad"))));
    assertThat(report.verbatim().get("test"))
        .isEqualTo(new Verbatim(2, new Shared(1, List.of("t1 in d1: obesity is bad"))));
  }

  @Test
  void findsDocumentsThatOccurTwice() throws IOException {
    LeakageReport report = LeakageCheck.of(leaky(), Progress.none());
    assertThat(report.sameDocuments()).isEqualTo(new Shared(1, List.of("d3 = d2")));
  }

  @Test
  void cleanSetIsClean() throws IOException {
    RetrievalSet set = set("clean", "never", "asked");
    LeakageReport report = LeakageCheck.of(set, Progress.none());
    assertThat(report.clean()).isTrue();
    assertThat(report.trainQueriesToDrop()).isEmpty();
    assertThat(report.sameDocuments().count()).isZero();
  }

  @Test
  void comparesTwoSets() throws IOException {
    CrossReport report =
        LeakageCheck.between(
            set("first", "What is X?", "only first"),
            set("second", "what is  x", "only second"),
            Progress.none());
    assertThat(report.clean()).isFalse();
    assertThat(report.queries()).isEqualTo(new Shared(1, List.of("q1 = q1")));
    assertThat(report.documents()).isEqualTo(new Shared(1, List.of("d1 = d1")));
  }

  /** Claims 1291 and 871 of SciFact leak like q1: the same text under another id. */
  private RetrievalSet leaky() throws IOException {
    Path target = temp.resolve("leaky");
    try (BeirWriter writer = BeirWriter.create(target)) {
      writer.document(new Document("d1", "On", "that obesity, IS BAD for."));
      writer.document(new Document("d2", "Äpfel", "sind rund"));
      writer.document(new Document("d3", "", "A\u0308pfel sind  rund!"));
      writer.document(new Document("d4", "", "..."));
      writer.document(new Document("d5", "", "---"));
      writer.query(new Query("q1", "Obesity is bad."));
      writer.query(new Query("q2", "in both by id"));
      writer.query(new Query("q3", "bes"));
      writer.query(new Query("q4", "?!"));
      writer.query(new Query("t1", "obesity  is bad"));
      writer.query(new Query("t2", "!?"));
      for (String id : List.of("q1", "q2", "q3", "q4")) {
        writer.judgement("train", id, id.equals("q2") ? "d2" : "d1", 1);
      }
      writer.judgement("train", "q1", "d2", 0);
      writer.judgement("dev", "t2", "d4", 1);
      writer.judgement("test", "t1", "d1", 2);
      writer.judgement("test", "q2", "d2", 1);
      writer.commit();
    }
    return RetrievalSet.open(target);
  }

  private RetrievalSet set(String name, String query, String text) throws IOException {
    Path target = temp.resolve(name);
    try (BeirWriter writer = BeirWriter.create(target)) {
      writer.document(new Document("d1", "", "Common: text"));
      writer.document(new Document("d2", "", text));
      writer.query(new Query("q1", query));
      writer.query(new Query("q2", "query of " + name));
      writer.judgement("train", "q1", "d1", 1);
      writer.judgement("test", "q2", "d2", 1);
      writer.commit();
    }
    return RetrievalSet.open(target);
  }
}
