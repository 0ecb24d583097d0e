package dev.ehi.cli.search;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How much of the index a search may visit. */
final class BudgetOptions {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetOptions.class);

  @ArgGroup private Limit limit = new Limit();

  @ArgGroup private Follow follow = new Follow();

  /** From which documents a search goes on through links. */
  static final class Follow {
    @Option(
        names = "--follow",
        paramLabel = "M",
        description = {
          "Then go on from the best M documents to the leaves that theirs are linked to, as long as",
          "one of the best M is found that way."
        })
    private @Nullable Integer best;

    @Option(
        names = "--follow-near",
        paramLabel = "SLACK",
        description = {
          "Go on from the best document and those that are further away by this share of its",
          "distance at most, such as .15: less where the first results count and not all near ones."
        })
    private @Nullable Double slack;

    private Optional<Sources> sources() {
      if (best != null) {
        return Optional.of(new Sources.Best(best));
      }
      return Optional.ofNullable(slack).map(Sources.Near::new);
    }
  }

  /** How many leaves are opened because they are probable. */
  static final class Limit {
    @Option(
        names = "--beam",
        paramLabel = "LEAVES",
        description =
            "Leaves to open (default: twice the square root of their number, but at least 8).")
    private @Nullable Integer beam;

    @Option(
        names = "--max-docs",
        paramLabel = "N",
        description = "Open leaves until so many documents have been visited.")
    private @Nullable Integer documents;

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
          "the index was calibrated (see 'ehi index calibrate'), links included."
        })
    private @Nullable Double recall;

    private Budget of(Tree tree) {
      if (beam != null) {
        return new Budget.Beam(beam);
      }
      if (documents != null) {
        return new Budget.Documents(documents);
      }
      if (gap != null) {
        return new Budget.Gap(gap);
      }
      return surprisal != null
          ? new Budget.Surprisal(surprisal)
          : Budget.standard(tree.shape().leaves());
    }
  }

  /**
   * @throws IllegalArgumentException if a recall is asked for and the index is not calibrated, or
   *     links are to be followed besides
   */
  Budget of(EhiSearcher searcher) throws IOException {
    Optional<Sources> sources = follow.sources();
    if (limit.recall == null) {
      Budget budget = limit.of(searcher.tree());
      return sources.<Budget>map(from -> new Budget.Linked(budget, from)).orElse(budget);
    }
    if (sources.isPresent()) {
      throw new IllegalArgumentException(
          "--recall follows links where that pays; leave out --follow, or give --surprisal with it");
    }
    return calibrated(searcher).at(limit.recall).budget();
  }

  private static Calibration calibrated(EhiSearcher searcher) throws IOException {
    Calibration calibration =
        searcher
            .calibration()
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
}
