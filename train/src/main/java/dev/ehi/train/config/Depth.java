package dev.ehi.train.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How deep training reaches: only the tree, a small adapter before it, or the whole encoder. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Depth.Index.class, name = "index"),
  @JsonSubTypes.Type(value = Depth.Adapter.class, name = "adapter"),
  @JsonSubTypes.Type(value = Depth.Full.class, name = "full")
})
public sealed interface Depth {

  /** Vectors stay as they are; the tree alone learns. */
  record Index() implements Depth {}

  /**
   * Vectors stay frozen; a residual adapter {@code normalize(u + Up ReLU(Down u + c))} and the tree
   * learn.
   *
   * @param rank rows of {@code Down}
   */
  record Adapter(int rank) implements Depth {
    public Adapter {
      Checks.range("rank", rank, 1, 65_536);
    }
  }

  /** Encoder and tree learn together, as in the paper. */
  record Full() implements Depth {}
}
