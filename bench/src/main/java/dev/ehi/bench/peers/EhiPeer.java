package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;

/** A trained tree with leaves of one encoding, through EHI's own searcher. */
final class EhiPeer implements Peer {

  private final Workload workload;
  private final Tree tree;
  private final LeafEncoding encoding;

  EhiPeer(Workload workload, Tree tree, LeafEncoding encoding) {
    this.workload = workload;
    this.tree = tree;
    this.encoding = encoding;
  }

  @Override
  public String name() {
    return "EHI " + encoding;
  }

  @Override
  public Origin origin() {
    return Origin.EHI;
  }

  @Override
  public String note() {
    return "EhiSearcher, which also looks up the ids of what it finds; training the tree is not"
        + " part of its build";
  }

  @Override
  public List<Build> builds() {
    return List.of(new Build(TreeBudgets.leaves(tree), Leaves::new));
  }

  /** An index that is open for changes, and a searcher that follows it. */
  private final class Leaves implements PeerIndex {
    private final float[][] queries = workload.queryRows();
    private final Path folder = Files.createTempDirectory(workload.scratch(), "ehi");
    private final EhiIndex index =
        EhiIndex.create(folder, tree, new LeafLayout(encoding), Map.of());
    private final EhiSearcher searcher;
    private final Timing built;
    private int size;

    Leaves(int count) throws IOException {
      built =
          Timing.of(
              () -> {
                add(count);
                index.compact();
                index.commit();
              });
      searcher = index.searcher();
    }

    private void add(int to) throws IOException {
      for (; size < to; size++) {
        index.add(Integer.toString(size), "", "", workload.documents().row(size));
      }
    }

    @Override
    public Timing built() {
      return built;
    }

    @Override
    public Timing extend(int to) throws IOException {
      return Timing.of(
          () -> {
            add(to);
            searcher.refresh();
          });
    }

    @Override
    public List<Setting> settings() {
      return TreeBudgets.of(tree).stream()
          .map(
              budget ->
                  new Setting(
                      TreeBudgets.name(budget),
                      query -> Answer.timed(() -> search(queries[query], budget))))
          .toList();
    }

    private int[] search(float[] query, Budget budget) throws IOException {
      return searcher.search(query, Workload.K, budget).hits().stream()
          .map(SearchResult.Hit::id)
          .mapToInt(Integer::parseInt)
          .toArray();
    }

    @Override
    public Size size() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return new Size(files.mapToLong(Leaves::length).sum(), "files");
      }
    }

    private static long length(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      IOUtils.close(searcher, index);
    }
  }
}
