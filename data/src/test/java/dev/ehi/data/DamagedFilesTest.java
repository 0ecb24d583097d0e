package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files: they are read, reported, or refused, never anything else. */
class DamagedFilesTest {
  @TempDir Path temp;

  @Randomized(times = 60)
  void folders(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    SmallSet files =
        random.nextBoolean()
            ? SmallSet.beir()
            : SmallSet.msMarco().compressed("collection.tsv").compressed("qrels.dev.tsv");
    List<String> paths = files.paths();
    String path = paths.get(random.nextInt(paths.size()));
    files.with(path, damaged(files.content(path), random));
    assertHandled(files.folder(temp.resolve("set" + seed)));
  }

  @Randomized(times = 60)
  void zips(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path zip = SmallSet.beir().compressed("corpus.jsonl").zip(temp.resolve(seed + ".zip"), "x/");
    Files.write(zip, damaged(Files.readAllBytes(zip), random));
    assertHandled(zip);
  }

  @Randomized(times = 60)
  void vectors(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path good = temp.resolve(seed + ".npy");
    VectorFiles.writeNpy(good, Vectors.of(new float[] {1, 2, 3, 4, 5, 6}, 3));
    Path bad = temp.resolve(seed + (random.nextBoolean() ? "b.npy" : "b.fvecs"));
    Files.write(bad, damaged(Files.readAllBytes(good), random));
    try {
      assertThat(VectorFiles.vectors(bad).size()).isNotNegative();
    } catch (DataException e) {
      assertThat(e).hasMessageContaining(bad.toString());
    }
  }

  private void assertHandled(Path set) {
    try {
      RetrievalSet opened = RetrievalSet.open(set);
      assertThatCode(() -> SetCheck.of(opened, Progress.none())).doesNotThrowAnyException();
      assertThat(opened.documents().toList()).doesNotContainNull();
    } catch (DataException e) {
      assertThat(e).hasMessageContaining(temp.toString());
    }
  }

  /** Overwrites some bytes, and at times cuts off the rest. */
  private static byte[] damaged(byte[] bytes, SplittableRandom random) {
    byte[] result = bytes.clone();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      result[random.nextInt(result.length)] = (byte) random.nextInt();
    }
    return random.nextInt(3) == 0 ? Arrays.copyOf(result, random.nextInt(result.length)) : result;
  }
}
