package dev.ehi.train;

import dev.ehi.train.diagnosis.Diagnosis;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import java.nio.file.Path;
import java.util.Optional;

/** How a run ended. */
public sealed interface TrainResult {

  /**
   * The run was asked to stop; the same request continues it.
   *
   * @param step updates made so far
   */
  record Stopped(long step) implements TrainResult {}

  /**
   * The run is complete.
   *
   * @param model folder of the saved model
   * @param steps updates made
   * @param chosen step of the saved weights; 0 if no later ones scored higher on the dev queries
   * @param start dev score of the start; empty without dev queries
   * @param best dev score of the saved weights, through the refined tree; empty without dev queries
   * @param kmeans dev score of fresh k-means lists on the last vectors, as many as the tree has
   *     leaves but of 8 documents at least; empty without dev queries or without a tree
   * @param leaves how well those of the saved weights serve
   * @param course what the surveys of the corpus found
   * @param diagnosis what failed in training, and what did not
   * @param tokens read by the encoder in training steps
   * @param seconds spent in training steps
   */
  record Complete(
      Path model,
      long steps,
      long chosen,
      Optional<DevScore> start,
      Optional<DevScore> best,
      Optional<DevScore> kmeans,
      LeafQuality leaves,
      Course course,
      Diagnosis diagnosis,
      long tokens,
      double seconds)
      implements TrainResult {}
}
