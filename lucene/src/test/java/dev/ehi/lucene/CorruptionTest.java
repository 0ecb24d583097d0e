package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.snapshot.TreeFile;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged file is noticed, whatever byte of it is damaged. */
@ParameterizedClass
@MethodSource("layouts")
class CorruptionTest {

  private static final int POSITIONS = 200; // tried in each file

  @Parameter private LeafLayout layout = LeafLayout.STANDARD;

  @TempDir private Path directory;

  static List<LeafLayout> layouts() {
    return List.of(
        LeafLayout.STANDARD,
        new LeafLayout(LeafEncoding.INT8),
        new LeafLayout(LeafEncoding.INT4),
        new LeafLayout(LeafEncoding.INT4, 2, RawVectors.DROP));
  }

  @BeforeEach
  void index() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(6, 3, 2), random);
    Vectors vectors = TestVectors.unit(90, 6, random);
    try (EhiIndex index = EhiIndex.create(directory, tree, layout, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
      }
      index.commit();
    }
    read();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> own =
          files.filter(file -> file.getFileName().toString().matches(".*\\.ehi[mlvq]")).toList();
      boolean codesBeside =
          layout.encoding() != LeafEncoding.FLOAT32 && layout.rawVectors() == RawVectors.KEEP;
      assertThat(own).hasSize(codesBeside ? 4 : 3);
      return own;
    }
  }

  private void read() throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      searcher.checkIntegrity();
    }
  }

  @Test
  void aFlippedBitIsDetected() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      int step = Math.max(1, bytes.length / POSITIONS);
      for (int position = 0; position < bytes.length; position += step) {
        byte[] damaged = bytes.clone();
        damaged[position] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        assertThatThrownBy(this::read)
            .as("byte %d of %d of %s", position, bytes.length, file.getFileName())
            .isInstanceOf(IOException.class);
      }
      Files.write(file, bytes);
    }
    read();
  }

  @Test
  void aTruncatedFileIsDetected() throws IOException {
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int length :
          new int[] {0, 1, 20, bytes.length / 2, bytes.length - 17, bytes.length - 1}) {
        Files.write(file, Arrays.copyOf(bytes, length));
        assertThatThrownBy(this::read)
            .as("%s cut to %d bytes", file.getFileName(), length)
            .isInstanceOf(IOException.class);
      }
      Files.write(file, bytes);
    }
    read();
  }

  @Test
  void aMissingFileIsDetected() throws IOException {
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertThatThrownBy(this::read).isInstanceOf(IOException.class);
      Files.write(file, bytes);
    }
  }

  @Test
  void aDamagedTreeFileIsDetectedWhenDocumentsAreToBeAdded() throws IOException {
    Path file = directory.resolve(TreeFile.NAME);
    byte[] bytes = Files.readAllBytes(file);
    for (int position = 0; position < bytes.length; position += 7) {
      byte[] damaged = bytes.clone();
      damaged[position] ^= 4;
      Files.write(file, damaged);
      assertThatThrownBy(() -> EhiIndex.open(directory))
          .as("byte %d of %d", position, bytes.length)
          .isInstanceOf(IOException.class);
    }
  }
}
