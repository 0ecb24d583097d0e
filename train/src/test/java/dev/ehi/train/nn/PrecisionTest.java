package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.train.testing.Native;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

@Native
class PrecisionTest {

  private static ScalarType productType() {
    Tensor x = torch.ones(2, 2);
    return x.matmul(x).scalar_type().intern();
  }

  @Test
  void autocastHoldsUntilClosedAndNests() {
    assertThat(productType()).isEqualTo(ScalarType.Float);
    try (Precision.Autocast outer = Precision.BF16.autocast()) {
      assertThat(productType()).isEqualTo(ScalarType.BFloat16);
      try (Precision.Autocast inner = Precision.FP32.autocast()) {
        assertThat(productType()).isEqualTo(ScalarType.Float);
      }
      assertThat(productType()).isEqualTo(ScalarType.BFloat16);
    }
    assertThat(productType()).isEqualTo(ScalarType.Float);
  }
}
