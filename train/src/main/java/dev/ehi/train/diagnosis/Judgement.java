package dev.ehi.train.diagnosis;

/** What was found when a run was searched for one failure signature. */
public sealed interface Judgement permits Finding, Sound {
  /** Name of the failure signature. */
  String signature();

  /** What was measured, and at which steps. */
  String evidence();
}
