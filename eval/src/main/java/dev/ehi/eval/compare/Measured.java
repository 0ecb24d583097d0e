package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method with its curve on the test queries.
 *
 * @param side the embeddings that it searches
 * @param policy absent for methods without leaves, or that go on through links
 */
record Measured(
    String name,
    Kind kind,
    Side side,
    Map<String, String> settings,
    Curve curve,
    Optional<LeafPolicy> policy,
    List<Candidate> tuning,
    List<Timing> timings) {

  /** Whether both go on through links or neither does. */
  boolean isSearchedLike(Measured other) {
    return policy.isPresent() == other.policy.isPresent();
  }

  Measured withTimings(List<Timing> measured) {
    return new Measured(name, kind, side, settings, curve, policy, tuning, measured);
  }
}
