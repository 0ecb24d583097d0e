package dev.ehi.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private static final long BYTES = 128L << 20;

  @Test
  void thePeakStaysWhenMemoryIsGivenBackUntilItIsForgotten() throws IOException {
    ResidentMemory memory = new ResidentMemory(ProcessHandle.current().pid());
    memory.forgetPeak();
    long before = memory.now();
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(BYTES).fill((byte) 1);
    }
    assertThat(memory.peak()).isGreaterThan(before + BYTES / 2);
    memory.forgetPeak();
    assertThat(memory.peak()).isLessThan(before + BYTES / 2);
  }
}
