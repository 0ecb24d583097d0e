package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafLinks;

/** The index that is trained beside the embeddings. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IndexConfig.Learned.class, name = "tree"),
  @JsonSubTypes.Type(value = IndexConfig.None.class, name = "none")
})
public sealed interface IndexConfig {

  /** Most leaves that a tree may have: paths and balance are dense in the number of leaves. */
  /** So that half of them have several sizes of trees. */
  int FEWEST_PILOT_DOCUMENTS = 16;

  int MAX_LEAVES = 1 << 20;

  /** Dimensions of the projection where nothing was measured to choose them by. */
  int DEFAULT_PROJECTION = 64;

  /**
   * A learned tree (paper, section 3.2).
   *
   * @param branching children of a node, B; 0 chooses from the data
   * @param height levels, H, 1 to 4; 0 chooses from the data
   * @param projection dimensions of the projection that the tree looks at vectors through, none if
   *     these are the vectors' or more; 0 chooses from the data
   * @param pilotDocuments documents in the pilots that choices rest on, at most
   * @param trainedLeaves most leaves of the levels that are trained, since the losses are dense in
   *     them; levels below are grown on the final vectors, where nodes have weights of their own
   *     and there are dev queries to choose a tree by
   * @param links from each leaf to those next to it that are learned at the end, at most; 0 for
   *     none
   * @param conditioning how a level sees the path above it
   * @param residual form of the residual before each level's classifier
   * @param start where the tree's weights begin
   * @param startTemperature a k-means start routes by cosine / startTemperature; folded into the
   *     weights, so that the softmax itself has temperature 1
   * @param dropout share of the tree's inputs set to zero in training
   */
  record Learned(
      int branching,
      int height,
      int projection,
      int pilotDocuments,
      int trainedLeaves,
      int links,
      Conditioning conditioning,
      ResidualConfig residual,
      Start start,
      double startTemperature,
      double dropout)
      implements IndexConfig {
    public Learned {
      Checks.range("branching", branching, 0, MAX_LEAVES);
      Checks.range("height", height, 0, 4);
      Checks.range("projection", projection, 0, 1 << 16);
      Checks.range("pilot-documents", pilotDocuments, FEWEST_PILOT_DOCUMENTS, Integer.MAX_VALUE);
      Checks.range("trained-leaves", trainedLeaves, 2, MAX_LEAVES);
      Checks.range("links", links, 0, LeafLinks.MOST);
      Checks.positive("start-temperature", startTemperature);
      Checks.dropout(dropout);
      if (branching == 1) {
        throw new IllegalArgumentException("branching must be 0 (chosen from the corpus) or >= 2");
      }
      if (Math.pow(branching, height) > MAX_LEAVES) {
        throw new IllegalArgumentException(
            "branching^height must not exceed %d leaves, but is %d^%d"
                .formatted(MAX_LEAVES, branching, height));
      }
    }

    /** Whether a part of the layout is left to be chosen. */
    public boolean hasOpenLayout() {
      return branching == 0 || height == 0 || projection == 0;
    }

    /** The same tree with this layout. */
    public Learned with(Layout layout) {
      return new Learned(
          layout.branching(),
          layout.height(),
          layout.projection(),
          pilotDocuments,
          trainedLeaves,
          links,
          conditioning,
          residual,
          start,
          startTemperature,
          dropout);
    }

    /**
     * The levels of a layout that are trained: all, or as many from the root down as have few
     * enough leaves, one at least (decisions/0018).
     */
    public Layout trained(Layout whole) {
      int levels = whole.height();
      while (conditioning == Conditioning.PER_PARENT
          && levels > 1
          && Math.pow(whole.branching(), levels) > trainedLeaves) {
        levels--;
      }
      return new Layout(whole.branching(), levels, whole.projection());
    }

    /** What is set, and for the rest what the size of the corpus suggests. */
    public Layout layoutFor(int documents, int dim) {
      int levels = Math.max(1, height);
      return new Layout(
          branching > 0 ? branching : defaultBranching(documents, levels),
          levels,
          Math.min(dim, projection > 0 ? projection : DEFAULT_PROJECTION));
    }
  }

  /**
   * No index: a dual encoder trained with equal steps, data and negatives, the baseline. Its
   * negatives are mined through a k-means IVF of its own current vectors.
   *
   * @param leaves lists of that IVF; 0 chooses as the tree does
   */
  record None(int leaves) implements IndexConfig {
    public None {
      Checks.range("leaves", leaves, 0, MAX_LEAVES);
    }

    /** Lists of the mining IVF for a corpus of that many documents. */
    public int leavesFor(int documents) {
      return leaves > 0 ? leaves : defaultBranching(documents, 1);
    }
  }

  /** Where the tree's weights begin. */
  enum Start {
    /** Centroids of (hierarchical) k-means on the starting vectors. */
    KMEANS,
    /** Small random weights. */
    RANDOM
  }

  private static int defaultBranching(int documents, int height) {
    double leaves = Math.min(8 * Math.sqrt(documents), documents / 8.0);
    long exponent = Math.round(Math.log(Math.pow(leaves, 1.0 / height)) / Math.log(2));
    return 1 << Math.max(1, exponent);
  }
}
