package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.testing.TestVectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an index whose writer is killed without warning. */
class CrashTest {

  private static final int DIM = 8;
  private static final int COMMITTED = 100;

  @TempDir private Path directory;

  /** Adds documents until it is killed; commits once if told to. */
  static final class Indexer {
    private Indexer() {}

    public static void main(String[] args) throws IOException {
      SplittableRandom random = new SplittableRandom(1);
      Vectors vectors = TestVectors.unit(COMMITTED, DIM, random);
      EhiIndex index =
          EhiIndex.create(Path.of(args[0]), tree(), new LeafLayout(LeafEncoding.INT8), Map.of());
      for (int i = 0; ; i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i % COMMITTED));
        if (i == COMMITTED - 1 && args[1].equals("commit")) {
          index.commit();
        }
        if (i == 3 * COMMITTED) {
          index.searcher().close(); // writes a segment that no commit knows
          System.out.println("ready");
          System.out.flush();
        }
      }
    }
  }

  private static Tree tree() {
    return RandomTrees.of(new TreeShape(DIM, 3, 2), new SplittableRandom(1));
  }

  private void killAnIndexer(String mode) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Indexer.class.getName(),
                directory.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theLastCommitIsReadableAndCanBeAddedTo() throws IOException, InterruptedException {
    killAnIndexer("commit");
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      searcher.checkIntegrity();
      assertThat(searcher.size()).isEqualTo(COMMITTED);
    }
    try (EhiIndex index = EhiIndex.open(directory)) {
      index.add("new", "", "", TestVectors.unit(1, DIM, new SplittableRandom(2)).row(0));
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      searcher.checkIntegrity();
      assertThat(searcher.size()).isEqualTo(COMMITTED + 1);
    }
  }

  @Test
  void anIndexWithoutACommitIsRefusedAndCanBeCreatedAnew()
      throws IOException, InterruptedException {
    killAnIndexer("never");
    assertThatThrownBy(() -> EhiSearcher.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("creation did not come to its end");
    try (EhiIndex index = EhiIndex.create(directory, tree(), Map.of())) {
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.size()).isZero();
    }
  }
}
