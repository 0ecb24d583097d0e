package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.train.testing.Native;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

@Native
class StepScopeTest {

  @Test
  void freesAllButWhatIsKept() {
    Tensor freed;
    Tensor kept;
    try (StepScope outer = StepScope.open();
        StepScope inner = StepScope.open()) {
      freed = torch.ones(3);
      kept = inner.keep(torch.ones(4));
    }
    assertThat(freed.isNull()).isTrue();
    assertThat(kept.isNull()).isFalse();
    assertThat(kept.numel()).isEqualTo(4);
    kept.close();
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void theResultOfAComputationBelongsToTheScopeAround() {
    Tensor[] intermediate = new Tensor[1];
    Tensor result;
    try (StepScope scope = StepScope.open()) {
      result =
          StepScope.freeingIntermediates(
              () -> {
                intermediate[0] = torch.ones(3);
                return intermediate[0].mul(intermediate[0]);
              });
      assertThat(intermediate[0].isNull()).isTrue();
      assertThat(result.isNull()).isFalse();
      assertThat(result.sum().item_double()).isEqualTo(3);
    }
    assertThat(result.isNull()).isTrue();
  }
}
