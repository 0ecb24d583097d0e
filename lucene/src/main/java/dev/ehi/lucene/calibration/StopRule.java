package dev.ehi.lucene.calibration;

import dev.ehi.lucene.scan.Budget;

/** The kinds of {@link Budget} that are a threshold on how far a search has come. */
enum StopRule {
  BEAM {
    @Override
    double needed(LeafWalk at) {
      return at.rank() + 1.0;
    }

    @Override
    Budget budget(double threshold) {
      return new Budget.Beam((int) Math.max(1, threshold));
    }
  },
  DOCUMENTS {
    @Override
    double needed(LeafWalk at) {
      return at.documentsBefore() + 1.0;
    }

    @Override
    Budget budget(double threshold) {
      return new Budget.Documents((int) Math.max(1, threshold));
    }
  },
  GAP {
    @Override
    double needed(LeafWalk at) {
      return at.gap() + ROUNDING;
    }

    @Override
    Budget budget(double threshold) {
      return new Budget.Gap(Math.max(Double.MIN_VALUE, threshold));
    }
  },
  SURPRISAL {
    @Override
    double needed(LeafWalk at) {
      return at.surprisal() + ROUNDING;
    }

    @Override
    Budget budget(double threshold) {
      return new Budget.Surprisal(threshold);
    }
  },
  MASS {
    @Override
    double needed(LeafWalk at) {
      double needed = Math.nextUp(at.massBefore());
      return needed <= MOST_MASS ? needed : Double.POSITIVE_INFINITY;
    }

    @Override
    Budget budget(double threshold) {
      return new Budget.Mass(Math.max(Double.MIN_VALUE, threshold));
    }
  };

  /** Of a mass so near to 1 what is left is hardly more than rounding. */
  private static final double MOST_MASS = .9999;

  /** Log-probabilities differ in their last bits with how the JIT compiler adds them up. */
  private static final double ROUNDING = 1e-5;

  /**
   * About the lowest threshold with which the leaf that a walk has come to is opened; infinity if
   * none does, as where rounding has made the leaves before it all that is probable.
   */
  abstract double needed(LeafWalk at);

  /**
   * @param threshold 0 stands for the smallest budget
   */
  abstract Budget budget(double threshold);
}
