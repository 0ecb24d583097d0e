package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.ehi.core.tree.Conditioning;

/** The index that is trained beside the embeddings. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IndexConfig.Learned.class, name = "tree"),
  @JsonSubTypes.Type(value = IndexConfig.None.class, name = "none")
})
public sealed interface IndexConfig {

  /** Most leaves that a tree may have: paths and balance are dense in the number of leaves. */
  int MAX_LEAVES = 1 << 20;

  /**
   * A learned tree (paper, section 3.2).
   *
   * @param branching children of a node, B; 0 chooses the power of two next to 8 sqrt(documents)
   *     leaves, or to documents / 8 if that is less
   * @param height levels, H, 1 to 4
   * @param conditioning how a level sees the path above it
   * @param projection dimensions of the projection that the tree looks at vectors through; 0 for
   *     none, and the vectors' own dimension if that is smaller
   * @param residual form of the residual before each level's classifier
   * @param start where the tree's weights begin
   * @param startTemperature a k-means start routes by cosine / startTemperature; folded into the
   *     weights, so that the softmax itself has temperature 1
   * @param dropout share of the tree's inputs set to zero in training
   */
  record Learned(
      int branching,
      int height,
      Conditioning conditioning,
      int projection,
      ResidualConfig residual,
      Start start,
      double startTemperature,
      double dropout)
      implements IndexConfig {
    public Learned {
      Checks.range("branching", branching, 0, MAX_LEAVES);
      Checks.range("height", height, 1, 4);
      Checks.range("projection", projection, 0, 1 << 16);
      Checks.positive("start-temperature", startTemperature);
      Checks.share("dropout", dropout);
      if (branching == 1) {
        throw new IllegalArgumentException("branching must be 0 (chosen from the corpus) or >= 2");
      }
      if (Math.pow(branching, height) > MAX_LEAVES) {
        throw new IllegalArgumentException(
            "branching^height must not exceed %d leaves, but is %d^%d"
                .formatted(MAX_LEAVES, branching, height));
      }
    }

    /** Branching for a corpus of that many documents. */
    public int branchingFor(int documents) {
      return branching > 0 ? branching : defaultBranching(documents, height);
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
