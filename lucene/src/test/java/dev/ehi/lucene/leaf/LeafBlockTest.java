package dev.ehi.lucene.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.quantised.Int4Quantiser;
import dev.ehi.core.quantised.Int8Quantiser;
import dev.ehi.core.quantised.ScalarQuantiser;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeafBlockTest {

  @Test
  void aSmallLeafTakesNoMoreThanItsRowsAndFactors() {
    ScalarQuantiser quantiser = new Int8Quantiser(384);
    LeafBlock one = LeafBlock.of(quantiser, VectorSimilarityFunction.DOT_PRODUCT, 1);
    assertThat(one.isCentred()).isFalse();
    assertThat(one.length()).isEqualTo(384 + 4);
    assertThat(one.startAfter(388)).isEqualTo(388);
    LeafBlock four = LeafBlock.of(quantiser, VectorSimilarityFunction.COSINE, 4);
    assertThat(four.isCentred()).isTrue();
    assertThat(four.length()).isEqualTo(5 * (384 + 4 + 4));
    assertThat(four.startAfter(388)).isEqualTo(448);
    LeafBlock none = LeafBlock.of(quantiser, VectorSimilarityFunction.COSINE, 0);
    assertThat(none.length()).isZero();
    assertThat(none.startAfter(389)).isEqualTo(389);
  }

  @ParameterizedTest
  @EnumSource
  void partsFollowEachOther(VectorSimilarityFunction similarity) {
    for (ScalarQuantiser quantiser : List.of(new Int8Quantiser(7), new Int4Quantiser(7))) {
      for (int size = 1; size < 9; size++) {
        LeafBlock block = LeafBlock.of(quantiser, similarity, size);
        int rows = size + (block.isCentred() ? 1 : 0);
        assertThat(block.rowOf(size - 1)).isEqualTo(rows - 1);
        assertThat(block.factor(0)).isGreaterThanOrEqualTo(block.row(rows)).isEven();
        assertThat(block.factor(0) % Float.BYTES).isZero();
        assertThat(block.squaredLength(0)).isEqualTo(block.factor(rows));
        long end = block.hasSquaredLengths() ? block.squaredLength(rows) : block.factor(rows);
        assertThat(block.length()).isEqualTo(end);
      }
    }
  }
}
