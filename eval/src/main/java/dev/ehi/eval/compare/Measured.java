package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.SplicedCurve;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A method with its curve on the test queries.
 *
 * @param side the embeddings that it searches
 * @param policies of the parts of the curve, all on one index; empty for methods without leaves, or
 *     that go on through links
 */
record Measured(
    String name,
    Kind kind,
    Side side,
    Map<String, String> settings,
    SplicedCurve spliced,
    List<LeafPolicy> policies,
    List<Candidate> tuning,
    List<Timing> timings) {

  Curve curve() {
    return spliced.curve();
  }

  /** Where documents live, if they live in leaves that a policy is followed through. */
  Optional<LeafIndex> index() {
    return policies.stream().findFirst().map(LeafPolicy::index);
  }

  /** What a point of the curve was measured with. */
  Optional<LeafPolicy> policy(int point) {
    return policies.isEmpty()
        ? Optional.empty()
        : Optional.of(policies.get(spliced.parts().get(point)));
  }

  /** Whether both go on through links or neither does. */
  boolean isSearchedLike(Measured other) {
    return policies.isEmpty() == other.policies.isEmpty();
  }

  Measured withTimings(List<Timing> measured) {
    return new Measured(name, kind, side, settings, spliced, policies, tuning, measured);
  }
}
