package dev.ehi.train;

import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import java.util.Optional;

/** What a run learns from. */
public sealed interface TrainInput {

  /** For messages. */
  String name();

  /**
   * Texts, and the model that training starts from. Trains on the split {@code train}; scores on
   * {@code dev} where there is one.
   */
  record Texts(RetrievalSet set, ModelDirectory model) implements TrainInput {
    @Override
    public String name() {
      return set.name();
    }
  }

  /**
   * Vectors from any source, for the depths {@code index} and {@code adapter}; they are scaled to
   * length 1.
   *
   * @param queries of all splits given
   * @param dev empty holds out a share of the training queries
   */
  record GivenVectors(
      String name,
      IdentifiedVectors documents,
      IdentifiedVectors queries,
      Qrels train,
      Optional<Qrels> dev)
      implements TrainInput {
    public GivenVectors {
      requireOneDimension(documents, queries);
    }
  }

  /**
   * Vectors without judgements, for the depths {@code index} and {@code adapter} and the
   * supervision {@code neighbours}; they are scaled to length 1.
   *
   * @param queries to learn from; empty asks the documents themselves
   */
  record UnjudgedVectors(
      String name, IdentifiedVectors documents, Optional<IdentifiedVectors> queries)
      implements TrainInput {
    public UnjudgedVectors {
      queries.ifPresent(asked -> requireOneDimension(documents, asked));
    }
  }

  private static void requireOneDimension(IdentifiedVectors documents, IdentifiedVectors queries) {
    if (documents.vectors().dim() != queries.vectors().dim()) {
      throw new IllegalArgumentException(
          "documents have dimension %d, queries %d; both must come from one model"
              .formatted(documents.vectors().dim(), queries.vectors().dim()));
    }
  }
}
