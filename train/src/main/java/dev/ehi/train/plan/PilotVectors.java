package dev.ehi.train.plan;

import dev.ehi.core.vector.Vectors;
import dev.ehi.train.sample.PseudoVectors;
import dev.ehi.train.sample.Seeds;
import dev.ehi.train.sample.Shuffle;
import dev.ehi.train.sample.TrainingPairs;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What pilots are run on, all of length 1.
 *
 * @param documents // (documents, dim)
 * @param queries to teach with // (queries, dim)
 * @param pseudoQueries documents moved towards where queries lie, to teach with // (documents, dim)
 * @param heldOut queries to measure with // (held-out queries, dim)
 */
public record PilotVectors(
    Vectors documents, Vectors queries, Vectors pseudoQueries, Vectors heldOut) {

  /** More training queries than these make a pilot no better. */
  private static final int MAX_QUERIES = 8192;

  private static final int MAX_HELD_OUT = 1000;

  /** With fewer dev queries, training queries are held out for measuring. */
  private static final int ENOUGH_DEV = 100;

  private static final int HELD_OUT_SHARE = 5; // one in so many

  /** The training queries that are of use, drawn at random. // (at most 8,192) */
  public static int[] drawQueries(int queries, long seed) {
    int[] shuffled = IntStream.range(0, queries).toArray();
    Shuffle.inPlace(shuffled, Seeds.random(seed, Seeds.Purpose.PLAN, 0));
    return Arrays.copyOf(shuffled, Math.min(queries, MAX_QUERIES));
  }

  /**
   * Of what a run trains on.
   *
   * @param documents of the whole corpus // (documents, dim)
   * @param drawn ordinals of training queries // (queries)
   * @param queries their vectors // (queries, dim)
   * @param devQueries // (dev queries, dim)
   */
  public static PilotVectors of(
      Vectors documents,
      TrainingPairs pairs,
      int[] drawn,
      Vectors queries,
      Vectors devQueries,
      long seed) {
    int held =
        devQueries.size() >= ENOUGH_DEV
            ? 0
            : Math.min(drawn.length - 1, Math.ceilDiv(drawn.length, HELD_OUT_SHARE));
    Vectors heldOut = held == 0 ? devQueries : queries.slice(0, held);
    Vectors teaching = queries.slice(held, queries.size());
    Vectors pseudo =
        PseudoVectors.near(
            documents, teaching, Arrays.copyOfRange(drawn, held, drawn.length), pairs, seed);
    return new PilotVectors(
        documents, teaching, pseudo, heldOut.slice(0, Math.min(heldOut.size(), MAX_HELD_OUT)));
  }

  /** The same with a random part of the documents. */
  PilotVectors sample(int size, long seed) {
    if (size >= documents.size()) {
      return this;
    }
    int[] shuffled = IntStream.range(0, documents.size()).toArray();
    Shuffle.inPlace(shuffled, Seeds.random(seed, Seeds.Purpose.PLAN, 1));
    int[] kept = Arrays.copyOf(shuffled, size);
    return new PilotVectors(documents.gather(kept), queries, pseudoQueries.gather(kept), heldOut);
  }
}
