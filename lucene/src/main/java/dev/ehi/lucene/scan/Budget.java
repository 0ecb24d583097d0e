package dev.ehi.lucene.scan;

/**
 * How much of an index a search may visit. The leaves are opened in the exact order of their
 * probability, found by best-first search: the level-by-level beam of the paper (section 3.4) gives
 * the same leaves or less probable ones.
 *
 * <p>It says what is opened where no filter leaves documents out. Where one does, further leaves
 * are opened until as many accepted documents were seen as lie in those leaves, or more ({@link
 * SearchScope#wanted}), links lead on past leaves without an accepted document, and where few
 * documents are accepted all of them are scored.
 */
public sealed interface Budget {

  /**
   * So many leaves: the beam, beta in the paper.
   *
   * @param leaves at least 1; more than the tree has means all, which makes the search exact
   */
  record Beam(int leaves) implements Budget {
    public Beam {
      if (leaves < 1) {
        throw new IllegalArgumentException("a beam has at least 1 leaf, got " + leaves);
      }
    }
  }

  /**
   * As many leaves as it takes to visit so many documents of the whole index: leaves are opened
   * while fewer than {@code count} documents lie in those opened before, and a leaf is opened
   * whole. So at least {@code count} documents are visited, if there are as many, and at most one
   * leaf more.
   *
   * @param count at least 1
   */
  record Documents(int count) implements Budget {
    public Documents {
      if (count < 1) {
        throw new IllegalArgumentException("a document budget is at least 1, got " + count);
      }
    }
  }

  /**
   * All leaves that are nearly as probable as the best one: queries that the tree is sure of open
   * few. Leaves are scanned whole, so what is visited differs from query to query.
   *
   * @param nats a leaf is opened if its log-probability is less than this below the best leaf's;
   *     above 0
   */
  record Gap(double nats) implements Budget {
    public Gap {
      if (!(nats > 0)) {
        throw new IllegalArgumentException("a gap is above 0 nats, got " + nats);
      }
    }
  }

  /**
   * The most probable leaf, and all others that are so probable themselves. A tree that was taught
   * to route queries says with a leaf's probability which share of a query's nearest documents lie
   * in it, so every query is searched until another leaf promises too little. Queries that the tree
   * is sure of open few leaves, and those for which no leaf promises much do not open all of them.
   *
   * @param nats a leaf is opened if its surprisal, the negative logarithm of its probability, is at
   *     most this; at least 0
   */
  record Surprisal(double nats) implements Budget {
    public Surprisal {
      if (!(nats >= 0)) {
        throw new IllegalArgumentException("a surprisal is at least 0 nats, got " + nats);
      }
    }
  }

  /**
   * The most probable leaves until together they are so probable: again, queries that the tree is
   * sure of open few.
   *
   * @param probability leaves are opened while the sum of those before is less; above 0, at most 1
   */
  record Mass(double probability) implements Budget {
    public Mass {
      if (!(probability > 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a probability mass is above 0 and at most 1, got " + probability);
      }
    }
  }

  /**
   * The leaves that another budget admits, and then those next to where the best documents lie: as
   * long as one of these sources lies in a leaf that has not been gone on from, the leaves that it
   * is {@linkplain dev.ehi.core.tree.LeafLinks linked} to are opened. What the tree separates from
   * the documents that it finds is so found after all, for less than it takes to open leaves until
   * it has come.
   *
   * <p>Where leaves {@linkplain dev.ehi.core.tree.LeafSketches can be seen from afar}, of both
   * kinds only the promising ones are opened, after the first {@value
   * dev.ehi.core.tree.LinkWalk#AT_FIRST}; and up to a {@link Surprisal} {@linkplain
   * dev.ehi.core.tree.Router#nearlyUpTo most} leaves are found, for less.
   *
   * @param first what is opened or looked at before
   * @param sources the documents to go on from
   */
  record Linked(Budget first, Sources sources) implements Budget {
    public Linked {
      if (first instanceof Linked) {
        throw new IllegalArgumentException("a search goes on through links once, not twice");
      }
    }

    /**
     * From the best documents.
     *
     * @param best how many, at least 1
     */
    public Linked(Budget first, int best) {
      this(first, new Sources.Best(best));
    }
  }

  /**
   * What a search gets that asks for nothing: twice the square root of the number of leaves, but at
   * least 8. The share of the corpus visited so falls as the tree grows, while the number of leaves
   * opened rises.
   */
  static Budget.Beam standard(int leaves) {
    return new Beam(Math.max(8, (int) Math.round(2 * Math.sqrt(leaves))));
  }
}
