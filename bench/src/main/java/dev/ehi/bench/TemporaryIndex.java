package dev.ehi.bench;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.LeafLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** An index of one segment that is deleted on closing; ids are row numbers. */
final class TemporaryIndex implements AutoCloseable {

  private final Path directory;
  private final EhiSearcher searcher;

  private TemporaryIndex(Path directory, EhiSearcher searcher) {
    this.directory = directory;
    this.searcher = searcher;
  }

  /**
   * @param vectors of length 1 // (size, dim)
   */
  static TemporaryIndex build(Tree tree, LeafLayout layout, Vectors vectors)
      throws IOException {
    Path directory = Files.createTempDirectory("ehi-bench");
    try (EhiIndex index = EhiIndex.create(directory, tree, layout, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
      }
      index.compact();
      index.commit();
    }
    return new TemporaryIndex(directory, EhiSearcher.open(directory));
  }

  Path directory() {
    return directory;
  }

  EhiSearcher searcher() {
    return searcher;
  }

  @Override
  public void close() throws IOException {
    searcher.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
