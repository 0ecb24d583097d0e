package dev.ehi.train.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * A run judged by all failure signatures: those of the EHI paper (arXiv 2310.08891), and those met
 * while training with this code.
 *
 * @param findings what it shows, worst first
 * @param sound what it could be judged by and does not show
 */
public record Diagnosis(List<Finding> findings, List<Sound> sound) {
  private static final List<Check> CHECKS =
      List.of(
          new Divergence(),
          new Collapse(),
          new TreeFallsBehind(),
          new TreeBehindExact(),
          new UnstableLoss(),
          new LargeGradients(),
          new RestlessLeaves(),
          new WorseVectors(),
          new FewUpdates(),
          new UncertainScores(),
          new ScarceMemory());

  public Diagnosis {
    findings = List.copyOf(findings);
    sound = List.copyOf(sound);
  }

  /** Judges a run, complete or not. */
  public static Diagnosis of(RunHistory run) {
    List<Finding> findings = new ArrayList<>();
    List<Sound> sound = new ArrayList<>();
    for (Check check : CHECKS) {
      switch (check.judge(run).orElse(null)) {
        case Finding finding -> findings.add(finding);
        case Sound fine -> sound.add(fine);
        case null -> {}
      }
    }
    return new Diagnosis(findings, sound);
  }
}
