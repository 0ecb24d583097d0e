package dev.ehi.cli.search;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.calibration.Calibration;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much of the index a search may visit. */
final class BudgetOptions {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetOptions.class);

  @Option(
      names = "--beam",
      paramLabel = "LEAVES",
      description =
          "Leaves to open (default: twice the square root of their number, but at least 8).")
  private @Nullable Integer beam;

  @ArgGroup(exclusive = false)
  private @Nullable DocumentOptions documents;

  /** A number of documents, and whether to go on from the best of them. */
  static final class DocumentOptions {
    @Option(
        names = "--max-docs",
        required = true,
        paramLabel = "N",
        description = "Open leaves until so many documents have been visited.")
    private int count;

    @Option(
        names = "--follow",
        paramLabel = "M",
        description = {
          "Then go on from the best M documents to the leaves that theirs are linked to, as long as",
          "one of the best M is found that way."
        })
    private @Nullable Integer best;

    Budget budget() {
      return best == null ? new Budget.Documents(count) : new Budget.Linked(count, best);
    }
  }

  @Option(
      names = "--gap",
      paramLabel = "NATS",
      description = {
        "Open all leaves whose log-probability is less than this below the best leaf's:",
        "queries that the tree is sure of visit little."
      })
  private @Nullable Double gap;

  @Option(
      names = "--surprisal",
      paramLabel = "NATS",
      description = {
        "Open all leaves whose negative log-probability is at most this: further ones promise too",
        "little."
      })
  private @Nullable Double surprisal;

  @Option(
      names = "--recall",
      paramLabel = "SHARE",
      description = {
        "Visit what it takes to find this share of the exact top 10, on average, as measured when",
        "the index was calibrated (see 'ehi index calibrate')."
      })
  private @Nullable Double recall;

  /**
   * @throws IllegalArgumentException if a recall is asked for and the index is not calibrated
   */
  Budget of(EhiSearcher searcher) throws IOException {
    return recall == null ? of(searcher.tree()) : calibrated(searcher).at(recall).budget();
  }

  private static Calibration calibrated(EhiSearcher searcher) throws IOException {
    Calibration calibration =
        Calibration.of(searcher.properties())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the index is not calibrated for --recall; run 'ehi index calibrate'"));
    int size = searcher.size();
    if (calibration.isOutgrown(size)) {
      LOG.warn(
          "the index had {} documents when it was calibrated and has {} now; run 'ehi index calibrate'",
          calibration.documents(),
          size);
    }
    return calibration;
  }

  private Budget of(Tree tree) {
    if (beam != null) {
      return new Budget.Beam(beam);
    }
    if (gap != null) {
      return new Budget.Gap(gap);
    }
    if (surprisal != null) {
      return new Budget.Surprisal(surprisal);
    }
    return documents != null ? documents.budget() : Budget.standard(tree.shape().leaves());
  }
}
