package dev.ehi.cli.search;

import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.StoredDocument;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints what a search found, where it looked and what it took. */
final class SearchPrinter {

  private static final int SNIPPET = 160;
  private static final int LEAVES_SHOWN = 5;

  private final EhiSearcher searcher;
  private final PrintStream out;

  SearchPrinter(EhiSearcher searcher, PrintStream out) {
    this.searcher = searcher;
    this.out = out;
  }

  void print(SearchResult result, long encodingNanos) throws IOException {
    int rank = 1;
    for (SearchResult.Hit hit : result.hits()) {
      StoredDocument document =
          searcher
              .document(hit.id())
              .orElseThrow(
                  () -> new IOException("document " + hit.id() + " was deleted meanwhile"));
      out.printf(
          Locale.ROOT, "%2d  %.4f  %s  %s%n", rank++, hit.score(), hit.id(), document.title());
      out.println("    " + snippet(document.text()));
    }
    out.println("leaves  " + leaves(result.leaves(), searcher.tree().shape()));
    if (!result.linkedLeaves().isEmpty()) {
      out.println("linked  " + linked(result.linkedLeaves(), searcher.tree().shape()));
    }
    out.printf(
        Locale.ROOT,
        "visited %,d of %,d documents (%.2f %%) in %d leaves; routing %.0f dot products; encoding %.1f ms, search %.2f ms%n",
        result.documentsVisited(),
        searcher.size(),
        100.0 * result.documentsVisited() / Math.max(1, searcher.size()),
        result.leaves().size() + result.linkedLeaves().size(),
        result.routingCost(),
        encodingNanos / 1e6,
        result.nanos() / 1e6);
  }

  private static String leaves(List<SearchResult.VisitedLeaf> leaves, TreeShape shape) {
    return shown(
        leaves,
        leaf ->
            String.format(
                Locale.ROOT,
                "%s p=%.3f (%d)",
                path(shape, leaf.leaf()),
                Math.exp(leaf.logProbability()),
                leaf.documents()));
  }

  private static String linked(List<SearchResult.LinkedLeaf> leaves, TreeShape shape) {
    return shown(leaves, leaf -> "%s (%d)".formatted(path(shape, leaf.leaf()), leaf.documents()));
  }

  private static <T> String shown(List<T> leaves, Function<T, String> describe) {
    String shown =
        leaves.stream().limit(LEAVES_SHOWN).map(describe).collect(Collectors.joining(", "));
    return leaves.size() > LEAVES_SHOWN ? shown + ", .." : shown;
  }

  private static String path(TreeShape shape, int leaf) {
    return Arrays.stream(shape.path(leaf))
        .mapToObj(String::valueOf)
        .collect(Collectors.joining("/"));
  }

  private static String snippet(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= SNIPPET ? line : line.substring(0, SNIPPET - 2) + "..";
  }
}
