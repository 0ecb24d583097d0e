package dev.ehi.train.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How evenly documents are spread over leaves, and whether queries meet theirs there.
 *
 * @param dev of the held-out queries; null without any
 * @param training of a fixed sample of the training queries; null without any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LeafQuality(
    LeafBalance balance, @Nullable LeafAgreement dev, @Nullable LeafAgreement training) {

  /** That of the held-out queries, or else of the training queries. */
  public Optional<LeafAgreement> agreement() {
    return Optional.ofNullable(dev == null ? training : dev);
  }
}
