package dev.ehi.train.diagnosis;

import java.util.Optional;

/** Looks for one failure signature. */
sealed interface Check
    permits Divergence,
        Collapse,
        TreeFallsBehind,
        TreeBehindExact,
        UnstableLoss,
        LargeGradients,
        RestlessLeaves,
        WorseVectors,
        FewUpdates,
        UncertainScores,
        ScarceMemory {

  /** Empty where the log does not hold, or not yet, what it takes to judge. */
  Optional<Judgement> judge(RunHistory run);
}
