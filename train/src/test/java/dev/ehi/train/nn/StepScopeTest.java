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
}
