package dev.ehi.train.checkpoint;

import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, beside its weights.
 *
 * @param identity of configuration and data; a checkpoint continues only the run it is of
 * @param height levels of the tree at the end, some of which may be grown after training; 0 without
 *     a tree
 * @param step updates made
 * @param minedAt step of the last mining; -1 before the first
 * @param scoredAt step of the last dev scoring; -1 before the first
 * @param bestStep step of the best dev score, 0 for the start
 * @param start dev score before training; null without dev queries
 * @param best dev score of the best weights so far, at last through the refined tree; null without
 *     dev queries
 * @param scoringsWithoutGain dev scorings since the best
 * @param tokens read by the encoder in training steps
 * @param seconds spent in training steps
 * @param logBytes length of the metrics log
 */
public record RunState(
    String identity,
    int height,
    long step,
    long minedAt,
    long scoredAt,
    long bestStep,
    @Nullable DevScore start,
    @Nullable DevScore best,
    int scoringsWithoutGain,
    long tokens,
    double seconds,
    long logBytes) {

  /** Before the first step. */
  public static RunState initial(String identity, int height) {
    return new RunState(identity, height, 0, -1, -1, 0, null, null, 0, 0, 0, 0);
  }

  /** After one more update. */
  public RunState stepped(long moreTokens, double moreSeconds) {
    return new RunState(
        identity,
        height,
        step + 1,
        minedAt,
        scoredAt,
        bestStep,
        start,
        best,
        scoringsWithoutGain,
        tokens + moreTokens,
        seconds + moreSeconds,
        logBytes);
  }

  /** After mining at the present step. */
  public RunState mined() {
    return new RunState(
        identity,
        height,
        step,
        step,
        scoredAt,
        bestStep,
        start,
        best,
        scoringsWithoutGain,
        tokens,
        seconds,
        logBytes);
  }

  /** Whether a score would be the best so far. */
  public boolean isBest(DevScore score, Selection selection) {
    return best == null || selection.of(score) > selection.of(best);
  }

  /** After scoring at the present step. */
  public RunState scored(DevScore score, Selection selection) {
    boolean gain = isBest(score, selection);
    return new RunState(
        identity,
        height,
        step,
        minedAt,
        step,
        gain ? step : bestStep,
        start == null ? score : start,
        gain ? score : best,
        gain ? 0 : scoringsWithoutGain + 1,
        tokens,
        seconds,
        logBytes);
  }

  /** After refining the tree on the vectors of the best weights. */
  public RunState refined(DevScore score) {
    return new RunState(
        identity,
        height,
        step,
        minedAt,
        scoredAt,
        bestStep,
        start,
        score,
        scoringsWithoutGain,
        tokens,
        seconds,
        logBytes);
  }

  /** With the metrics log as long as given. */
  public RunState logged(long bytes) {
    return new RunState(
        identity,
        height,
        step,
        minedAt,
        scoredAt,
        bestStep,
        start,
        best,
        scoringsWithoutGain,
        tokens,
        seconds,
        bytes);
  }
}
