package dev.ehi.train.diagnosis;

import static dev.ehi.train.diagnosis.Suggestions.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.DivergedException;
import dev.ehi.train.TrainInput;
import dev.ehi.train.Trainer;
import dev.ehi.train.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs that fail, each in its own way. */
class DiagnosisTest {
  /** Enough for 120 dev queries: with fewer nothing can be told from chance. */
  private static final int DOCUMENTS = 1200;

  @TempDir private static Path folder;

  @Test
  void aHealthyRunShowsNothingAndWhatDrivesItsModelTooFastShows() throws Exception {
    Path healthy = folder.resolve("healthy");
    Diagnosis sound = diagnosis(healthy, texts());
    assertThat(sound.findings()).isEmpty();
    assertThat(sound.sound())
        .extracting(Sound::signature)
        .as("judged by every check")
        .hasSize(11)
        .doesNotHaveDuplicates();
    assertThat(sound.sound())
        .extracting(Sound::evidence)
        .anyMatch(e -> e.matches("at step 67 0 of 16 leaves are empty, .* bits above chance.*"));

    TrainInput trained =
        new TrainInput.Texts(texts().set(), ModelDirectory.open(healthy.resolve("model")));
    Diagnosis encoder =
        diagnosis(folder.resolve("encoder"), trained, "optimizer.encoder-rate", "0.5");
    assertThat(finding(encoder, "vectors worse than at the start"))
        .containsPattern("at step 0, 0.0\\d\\d at step 67, and 0.\\d\\d\\d at its best, step 0")
        .contains("--set optimizer.encoder-rate=0.17");
    assertThat(finding(encoder, "leaves that do not come to rest"))
        .contains("from step 0 to 17", "from step 51 to 67")
        .contains("--set optimizer.index-rate=0.0033", "--set mining.every-epochs=2");

    Diagnosis index =
        diagnosis(
            folder.resolve("index"),
            trained,
            "optimizer.index-rate",
            "10",
            "index.start-temperature",
            "0.03",
            "index.dropout",
            "0",
            "sampling.spread-documents",
            "0",
            "optimizer.decay",
            "constant",
            "settle.updates",
            "0",
            "distil.updates",
            "0");
    assertThat(finding(index, "unstable loss"))
        .contains("the indexing term rose from", "optimizer.index-rate=1")
        .doesNotContain("siamese", "encoder-rate");
    assertThat(finding(index, "tree falls behind the vectors"))
        .contains("at step 67", "at step 0, its best", "--set settle.updates=300");
    assertThat(finding(index, "collapse of the leaves"))
        .contains("at step 67", "of 16 leaves are in use", "bits above chance")
        .contains("--set index.start-temperature=0.06");
  }

  @Test
  void withoutATermThatSpreadsThemDocumentsGatherInFewLeaves() throws Exception {
    Diagnosis diagnosis =
        diagnosis(
            folder.resolve("gathered"),
            texts(),
            "loss.diversity.weight",
            "0",
            "loss.indexing.type",
            "hinge",
            "loss.indexing.weight",
            "1",
            "optimizer.index-rate",
            "0.1",
            "settle.updates",
            "0");
    assertThat(finding(diagnosis, "collapse of the leaves"))
        .contains("of 16 leaves are in use", "--set loss.diversity.weight=0.03");
  }

  @Test
  void twoLeavesAreTooFew() throws Exception {
    Diagnosis diagnosis = diagnosis(folder.resolve("two"), texts(), "index.branching", "2");
    assertThat(finding(diagnosis, "tree far below exact search at a wide beam"))
        .contains("at 30.0 % of the corpus", "the budget holds 0.6 of them")
        .contains("--set index.branching=0");
  }

  @Test
  void aHeavyTreeLossMakesGradientsThatTheClipTakesFromTheEncoder() throws Exception {
    Diagnosis diagnosis =
        diagnosis(folder.resolve("heavy"), texts(), "loss.indexing.weight", "3000");
    assertThat(finding(diagnosis, "gradients of the tree far above the clip"))
        .contains("in the median of 67 updates", "clipped to 1.00")
        .contains("--set loss.indexing.weight=300");
  }

  @Test
  void aShortRunWithFewDevQueriesCanTellLittle() throws Exception {
    Path small = folder.resolve("small");
    TrainInput input = TinyRun.texts(small);
    TinyRun.stopAfter(10, TinyRun.config(), input, small.resolve("run"));
    Diagnosis stopped = diagnosis(small.resolve("run"));
    assertThat(finding(stopped, "few updates")).contains("13 updates", "length.at-least=300");
    assertThat(finding(stopped, "few dev queries")).contains("24 dev queries");
    assertThat(stopped.findings()).allMatch(f -> f.severity() == Finding.Severity.CAUTION);

    var complete =
        TinyRun.complete(TinyRun.config("dev.queries", "0"), input, small.resolve("blind"));
    assertThat(diagnosis(small.resolve("blind"))).isEqualTo(complete.diagnosis());
    assertThat(complete.diagnosis().findings())
        .extracting(Finding::signature)
        .containsExactly("few updates", "no dev queries");
  }

  @Test
  void aDivergedRunIsAFailureUntilItIsContinued() throws Exception {
    Path small = folder.resolve("divergent");
    Path output = small.resolve("run");
    TrainInput input = TinyRun.texts(small);
    assertThatThrownBy(
            () ->
                TinyRun.complete(
                    TinyRun.config(
                        "optimizer.encoder-rate", "1e30",
                        "optimizer.warmup", "0",
                        "dev.queries", "0"),
                    input,
                    output))
        .isInstanceOf(DivergedException.class);
    Diagnosis diverged = diagnosis(output);
    assertThat(diverged.findings().getFirst().severity()).isEqualTo(Finding.Severity.FAILURE);
    assertThat(finding(diverged, "divergence"))
        .contains("training diverged after 1 steps: the loss is NaN; at step 1 the loss was ")
        .contains("embedder 1.00e+30 and indexer 0.0100", "--set optimizer.index-rate=0.001");

    TinyRun.complete(TinyRun.config("dev.queries", "0"), input, output);
    assertThat(diagnosis(output).findings())
        .extracting(Finding::signature)
        .doesNotContain("divergence");
  }

  private static TrainInput.Texts texts() throws IOException {
    return TinyRun.texts(folder, DOCUMENTS);
  }

  /** Of a run of one epoch with five looks at the corpus, and some values changed. */
  private static Diagnosis diagnosis(Path output, TrainInput input, String... changes)
      throws IOException {
    List<String> values =
        new ArrayList<>(
            List.of(
                "dev.every-epochs",
                "0.25",
                "dev.patience",
                "0",
                "index.branching",
                "16",
                "index.height",
                "1",
                "index.projection",
                "64"));
    values.addAll(List.of(changes));
    TinyRun.complete(TinyRun.config(values.toArray(String[]::new)), input, output);
    return diagnosis(output);
  }

  private static Diagnosis diagnosis(Path output) throws IOException {
    return Suggestions.diagnosis(Trainer.history(output).orElseThrow());
  }
}
