package dev.ehi.eval.compare;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A way to search leaves that is yet to be measured. */
record LeafMethod(
    String name,
    Kind kind,
    LeafPolicy policy,
    Map<String, String> settings,
    List<Candidate> tuning) {

  /** A tree as the paper uses it: each document in one leaf, a fixed number of documents. */
  static LeafMethod plain(String name, LeafIndex index) {
    LeafPolicy policy = LeafPolicy.documents(index);
    return new LeafMethod(name, Kind.TREE, policy, treeSettings(policy), List.of());
  }

  static LeafMethod tuned(String name, Kind kind, LeafTuning.Tuned tuned) {
    Map<String, String> settings =
        kind == Kind.TREE ? treeSettings(tuned.policy()) : settings(tuned.policy());
    settings.put("tuned on", tuned.queries());
    return new LeafMethod(name, kind, tuned.policy(), settings, tuned.candidates());
  }

  /** What tuning chooses between. */
  static Map<String, String> settings(LeafPolicy policy) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("leaves", String.valueOf(policy.index().leaves()));
    settings.put("leaves per document", String.valueOf(policy.index().leavesPerDocument()));
    settings.put("stop", policy.stop().label());
    return settings;
  }

  private static Map<String, String> treeSettings(LeafPolicy policy) {
    Tree tree = policy.index().tree();
    Map<String, String> settings = settings(policy);
    settings.put("branching", String.valueOf(tree.shape().branching()));
    settings.put("height", String.valueOf(tree.shape().height()));
    settings.put("tree", tree.id());
    return settings;
  }

  Measured measured(Side side, Curve curve) {
    return new Measured(name, kind, side, settings, curve, Optional.of(policy), tuning, List.of());
  }
}
