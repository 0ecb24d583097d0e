package dev.ehi.train.sample;

import dev.ehi.train.config.SamplingConfig;
import java.util.SplittableRandom;

/**
 * Draws batches. An epoch visits every training pair once in an order of its own; what a step's
 * batch holds depends on nothing but the seed, the step and the pools, so a run continued from any
 * step is the run that was never stopped.
 */
public final class BatchSampler {
  private final TrainingPairs pairs;
  private final SamplingConfig config;
  private final long seed;
  private final long[] all; // (pairs) query * 2^32 + document
  private final int[] order; // (pairs) of the epoch below
  private int epoch = -1;

  /**
   * @throws IllegalArgumentException if there is no pair to train on
   */
  public BatchSampler(TrainingPairs pairs, SamplingConfig config, long seed) {
    this.pairs = pairs;
    this.config = config;
    this.seed = seed;
    all = pairs.all();
    order = new int[all.length];
    if (all.length == 0) {
      throw new IllegalArgumentException(
          "no training pair: no judged query of the training split has both its text and a relevant"
              + " document in the corpus");
    }
  }

  /**
   * Steps of one epoch. Pairs that do not fill a last batch wait for another epoch's order, except
   * when they are all there is.
   */
  public int stepsPerEpoch() {
    return Math.max(1, all.length / config.batch());
  }

  /**
   * The batch of a step.
   *
   * @param step from 0, counted over all epochs
   */
  public Batch batch(long step, NegativePools pools) {
    shuffleFor((int) (step / stepsPerEpoch()));
    int start = (int) (step % stepsPerEpoch()) * config.batch();
    int real = Math.min(config.batch(), all.length - start);
    int rows = real + (pairs.pseudoPerDocument() > 0 ? config.pseudoPairs() : 0);
    int[] queries = new int[rows];
    int[] documents = new int[rows + real * config.negatives()];
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.BATCH, step);
    for (int row = 0; row < real; row++) {
      long pair = all[order[start + row]];
      queries[row] = (int) (pair >>> 32);
      documents[row] = pairs.positive(pair, random);
    }
    for (int row = real; row < rows; row++) {
      documents[row] = random.nextInt(pairs.documents());
      queries[row] = pairs.pseudoQuery(documents[row], random.nextInt(pairs.pseudoPerDocument()));
    }
    for (int i = rows; i < documents.length; i++) {
      documents[i] = pools.draw(queries[(i - rows) % real], pairs, random);
    }
    return new Batch(queries, documents, pairs);
  }

  private void shuffleFor(int wanted) {
    if (wanted == epoch) {
      return;
    }
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Shuffle.inPlace(order, Seeds.random(seed, Seeds.Purpose.SHUFFLE, wanted));
    epoch = wanted;
  }
}
