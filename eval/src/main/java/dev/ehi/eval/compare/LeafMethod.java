package dev.ehi.eval.compare;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.SplicedCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to search leaves that is yet to be measured.
 *
 * @param policies all on one index, each used in a range of costs
 * @param bounds where each range but the last ends
 */
record LeafMethod(
    String name,
    Kind kind,
    List<LeafPolicy> policies,
    List<Double> bounds,
    Map<String, String> settings,
    List<Candidate> tuning) {

  /** A tree as the paper uses it: each document in one leaf, a fixed number of documents. */
  static LeafMethod plain(String name, LeafIndex index) {
    LeafPolicy policy = LeafPolicy.documents(index);
    Map<String, String> settings = build(index);
    settings.put("stop", policy.stop().label());
    settings.putAll(treeSettings(index));
    return new LeafMethod(name, Kind.TREE, List.of(policy), List.of(), settings, List.of());
  }

  /**
   * @param queries name of those that were tuned on
   */
  static LeafMethod tuned(String name, Kind kind, LeafTuning.Tuned tuned, String queries) {
    Schedule schedule = tuned.schedule();
    List<LeafPolicy> policies = schedule.of(tuned.policies());
    Map<String, String> settings = build(policies.getFirst().index());
    settings.put("stop", schedule.inWords(c -> tuned.policies().get(c).stop().label()));
    if (kind == Kind.TREE) {
      settings.putAll(treeSettings(policies.getFirst().index()));
    }
    settings.put("tuned on", queries);
    return new LeafMethod(name, kind, policies, schedule.bounds(), settings, tuned.candidates());
  }

  /** What is chosen before an index is built. */
  static Map<String, String> build(LeafIndex index) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("leaves", String.valueOf(index.leaves()));
    settings.put("leaves per document", String.valueOf(index.leavesPerDocument()));
    return settings;
  }

  private static Map<String, String> treeSettings(LeafIndex index) {
    Tree tree = index.tree();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("branching", String.valueOf(tree.shape().branching()));
    settings.put("height", String.valueOf(tree.shape().height()));
    settings.put("tree", tree.id());
    return settings;
  }

  /**
   * @param curves one a policy
   */
  Measured measured(Side side, List<Curve> curves) {
    return new Measured(
        name, kind, side, settings, SplicedCurve.of(curves, bounds), policies, tuning, List.of());
  }
}
