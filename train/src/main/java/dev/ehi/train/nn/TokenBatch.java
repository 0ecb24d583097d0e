package dev.ehi.train.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Texts laid out for the encoder with little padding: sorted by length and cut into blocks of
 * similar length. The tokens of all blocks follow each other in one list, so that linear layers see
 * one matrix {@code (tokens, hidden)}; only attention works block by block.
 */
final class TokenBatch {

  /** Texts of one block differ in length by less than this many tokens. */
  private static final int LENGTH_STEP = 4;

  /**
   * Consecutive texts, each padded to {@code length} tokens.
   *
   * @param lengths of the texts without padding // (texts)
   */
  record Block(int texts, int length, List<Integer> lengths) {
    boolean padded() {
      return lengths.stream().anyMatch(l -> l < length);
    }

    int positions() {
      return texts * length;
    }

    /** Whether a position holds a token. // (texts, length) */
    Tensor present() {
      boolean[] present = new boolean[positions()];
      for (int i = 0; i < texts; i++) {
        Arrays.fill(present, i * length, i * length + lengths.get(i), true);
      }
      return Tensors.of(present, texts, length);
    }
  }

  private final List<Block> blocks;
  private final long[] ids; // (positions)
  private final long[] positions; // (positions)
  private final long[] place; // (texts) where each text went by sorting

  private TokenBatch(List<Block> blocks, long[] ids, long[] positions, long[] place) {
    this.blocks = blocks;
    this.ids = ids;
    this.positions = positions;
    this.place = place;
  }

  static TokenBatch of(List<int[]> texts) {
    int[] order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> texts.get(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Block> blocks = blocks(texts, order);
    int total = blocks.stream().mapToInt(Block::positions).sum();
    long[] ids = new long[total];
    long[] positions = new long[total];
    long[] place = new long[texts.size()];
    int at = 0;
    int text = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.texts; i++, text++, at += block.length) {
        place[order[text]] = text;
        int[] tokens = texts.get(order[text]);
        for (int t = 0; t < block.length; t++) {
          ids[at + t] = t < tokens.length ? tokens[t] : 0;
          positions[at + t] = t;
        }
      }
    }
    return new TokenBatch(blocks, ids, positions, place);
  }

  private static List<Block> blocks(List<int[]> texts, int[] order) {
    List<Block> blocks = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      int limit = roundUp(texts.get(order[from]).length);
      int to = from;
      while (to < order.length && texts.get(order[to]).length <= limit) {
        to++;
      }
      List<Integer> lengths =
          IntStream.range(from, to).mapToObj(i -> texts.get(order[i]).length).toList();
      blocks.add(new Block(to - from, lengths.getLast(), lengths));
      from = to;
    }
    return blocks;
  }

  private static int roundUp(int length) {
    return (length + LENGTH_STEP - 1) / LENGTH_STEP * LENGTH_STEP;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** // (positions) */
  Tensor ids() {
    return Tensors.of(ids, ids.length);
  }

  /** // (positions) */
  Tensor positions() {
    return Tensors.of(positions, positions.length);
  }

  /** Cuts a tensor of all positions into the blocks'. // (positions, ..) */
  TensorVector split(Tensor all) {
    if (blocks.size() == 1) {
      return new TensorVector(all);
    }
    return all.split_with_sizes(blocks.stream().mapToLong(Block::positions).toArray(), 0);
  }

  /** Rows in the order of sorting back into the order of the caller. // (texts, dim) */
  Tensor unsort(Tensor sorted) {
    return sorted.index_select(0, Tensors.of(place, place.length));
  }
}
