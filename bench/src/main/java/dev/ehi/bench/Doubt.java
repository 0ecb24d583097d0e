package dev.ehi.bench;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;

/** How unsure a tree is of a document's leaf: larger means less sure. */
enum Doubt {
  /** Minus the log-probability of the leaf. */
  PROBABILITY {
    @Override
    double of(Router documents, Router queries, float[] u) {
      LeafCursor cursor = documents.bestFirst(u);
      cursor.next();
      return -cursor.logProbability();
    }
  },
  /** Minus the log-probability that it has ahead of the next leaf. */
  MARGIN {
    @Override
    double of(Router documents, Router queries, float[] u) {
      LeafCursor cursor = documents.bestFirst(u);
      cursor.next();
      double best = cursor.logProbability();
      cursor.next();
      return cursor.logProbability() - best;
    }
  },
  /** The log-probability that the leaf lacks to the best one for a query that is the document. */
  QUERY_GAP {
    @Override
    double of(Router documents, Router queries, float[] u) {
      int own = documents.leaf(u);
      LeafCursor cursor = queries.bestFirst(u);
      int leaf = cursor.next();
      double best = cursor.logProbability();
      while (leaf != own) {
        leaf = cursor.next();
      }
      return best - cursor.logProbability();
    }
  };

  abstract double of(Router documents, Router queries, float[] u);

  /** Of each document. // (documents) */
  double[] of(Tree tree, Vectors vectors) {
    Router documents = tree.documentRouter();
    Router queries = tree.queryRouter();
    double[] doubts = new double[vectors.size()];
    for (int i = 0; i < doubts.length; i++) {
      doubts[i] = of(documents, queries, vectors.row(i));
    }
    return doubts;
  }

  /** What a share of the documents is above of. */
  static double upperQuantile(double[] doubts, double share) {
    double[] rising = doubts.clone();
    Arrays.sort(rising);
    return rising[(int) ((1 - share) * rising.length)];
  }

  /** The share of the documents above a threshold. */
  static double shareAbove(double[] doubts, double threshold) {
    return (double) Arrays.stream(doubts).filter(doubt -> doubt > threshold).count()
        / doubts.length;
  }
}
