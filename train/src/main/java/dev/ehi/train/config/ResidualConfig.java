package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Form of the residual {@code z = x + ReLU(U x + c)} before a level's classifier. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ResidualConfig.None.class, name = "none"),
  @JsonSubTypes.Type(value = ResidualConfig.Dense.class, name = "dense"),
  @JsonSubTypes.Type(value = ResidualConfig.LowRank.class, name = "low-rank")
})
public sealed interface ResidualConfig {

  /** {@code z = x}: routing costs nothing beyond the classifier. */
  record None() implements ResidualConfig {}

  /** The paper's form: U is square, so routing costs another {@code dim} dot products. */
  record Dense() implements ResidualConfig {}

  /**
   * U = up * down.
   *
   * @param rank rows of {@code down}
   */
  record LowRank(int rank) implements ResidualConfig {
    public LowRank {
      Checks.range("rank", rank, 1, 65_536);
    }
  }
}
