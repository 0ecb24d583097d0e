package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * The weighted sum of the paper's section 3.5: {@code l1 siamese + l2 indexing + l3 diversity},
 * each in the paper's form or in a stronger one.
 *
 * @param siamese contrast of embeddings; pulls a query to its document
 * @param indexing the same contrast seen by the tree; pulls both to the same leaf
 * @param diversity spreads documents over leaves
 */
public record LossConfig(Siamese siamese, Indexing indexing, Diversity diversity) {

  /** Loss on embeddings. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Siamese.InfoNce.class, name = "infonce"),
    @JsonSubTypes.Type(value = Siamese.Hinge.class, name = "hinge")
  })
  public sealed interface Siamese {
    /** Factor l1 of the term. */
    double weight();

    /**
     * Cross-entropy over the documents of the batch.
     *
     * @param temperature divides the cosines
     */
    record InfoNce(double weight, double temperature) implements Siamese {
      public InfoNce {
        Checks.notNegative("weight", weight);
        Checks.positive("temperature", temperature);
      }
    }

    /**
     * The paper's triplets with a margin.
     *
     * @param margin by which the positive's cosine must exceed the negative's
     */
    record Hinge(double weight, double margin) implements Siamese {
      public Hinge {
        Checks.notNegative("weight", weight);
        Checks.positive("margin", margin);
      }
    }
  }

  /** Loss on routing. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Indexing.Collision.class, name = "collision"),
    @JsonSubTypes.Type(value = Indexing.InfoNce.class, name = "infonce"),
    @JsonSubTypes.Type(value = Indexing.Hinge.class, name = "hinge")
  })
  public sealed interface Indexing {
    /** Factor l2 of the term. */
    double weight();

    /**
     * Cross-entropy over the documents of the batch with {@code log sum_leaf p(leaf|q) p(leaf|d)}
     * as the score.
     */
    record Collision(double weight) implements Indexing {
      public Collision {
        Checks.notNegative("weight", weight);
      }
    }

    /**
     * Cross-entropy over the documents of the batch, on path embeddings.
     *
     * @param temperature divides the similarities
     */
    record InfoNce(double weight, double temperature) implements Indexing {
      public InfoNce {
        Checks.notNegative("weight", weight);
        Checks.positive("temperature", temperature);
      }
    }

    /**
     * The paper's triplets with a margin, on path embeddings.
     *
     * @param margin by which the positive's similarity must exceed the negative's
     */
    record Hinge(double weight, double margin) implements Indexing {
      public Hinge {
        Checks.notNegative("weight", weight);
        Checks.positive("margin", margin);
      }
    }
  }

  /** Loss that spreads documents over leaves. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Diversity.Balance.class, name = "balance"),
    @JsonSubTypes.Type(value = Diversity.IntraLeaf.class, name = "intra-leaf")
  })
  public sealed interface Diversity {
    /** Factor l3 of the term. */
    double weight();

    /** Kullback-Leibler divergence of the mean leaf distribution from the uniform one. */
    record Balance(double weight) implements Diversity {
      public Balance {
        Checks.notNegative("weight", weight);
      }
    }

    /**
     * The paper's term: documents that share a leaf though dissimilar are pushed apart.
     *
     * @param tau cosine below which two documents count as dissimilar
     */
    record IntraLeaf(double weight, double tau) implements Diversity {
      public IntraLeaf {
        Checks.notNegative("weight", weight);
        Checks.cosine("tau", tau);
        if (tau == -1) {
          throw new IllegalArgumentException(
              "tau must be above -1, or no documents are dissimilar");
        }
      }
    }
  }
}
