package dev.ehi.bench;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.leaf.LeafLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An index of vectors in a temporary folder, open for changes. */
final class ScratchIndex implements Closeable {
  private final Path folder = Files.createTempDirectory("index");
  private final EhiIndex index;
  private final EhiSearcher searcher;

  ScratchIndex(Tree tree) throws IOException {
    this(tree, LeafLayout.STANDARD);
  }

  ScratchIndex(Tree tree, LeafLayout layout) throws IOException {
    index = EhiIndex.create(folder, tree, layout, Map.of());
    searcher = index.searcher();
  }

  /**
   * An index of one segment; ids are row numbers.
   *
   * @param vectors of length 1 // (size, dim)
   */
  static ScratchIndex of(Tree tree, LeafLayout layout, Vectors vectors) throws IOException {
    ScratchIndex index = new ScratchIndex(tree, layout);
    index.add(
        IntStream.range(0, vectors.size()).mapToObj(Integer::toString).toList(),
        vectors,
        0,
        vectors.size());
    index.compact();
    return index;
  }

  void add(List<String> ids, Vectors vectors, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.add(ids.get(i), "", "", vectors.row(i));
    }
  }

  void delete(String id) throws IOException {
    index.delete(id);
  }

  void keepBaseline() throws IOException {
    index.keepBaseline();
  }

  /** Makes all changes so far visible. */
  void commit() throws IOException {
    index.commit();
    searcher.refresh();
  }

  void compact() throws IOException {
    index.compact();
    commit();
  }

  Path folder() {
    return folder;
  }

  EhiSearcher searcher() {
    return searcher;
  }

  /** The last commit. */
  IndexDescription describe() throws IOException {
    try (EhiSearcher committed = EhiSearcher.open(folder)) {
      return committed.describe();
    }
  }

  @Override
  public void close() throws IOException {
    searcher.close();
    index.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
