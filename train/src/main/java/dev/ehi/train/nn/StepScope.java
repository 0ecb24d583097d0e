package dev.ehi.train.nn;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every tensor made on this thread since it was opened, except the ones {@linkplain #keep
 * kept}. Without it native memory grows until the garbage collector happens to run.
 *
 * <pre>{@code
 * try (StepScope scope = StepScope.open()) {
 *   Tensor loss = ...;
 *   loss.backward();
 * }
 * }</pre>
 */
public final class StepScope implements AutoCloseable {

  private final PointerScope pointers = new PointerScope();

  private StepScope() {}

  public static StepScope open() {
    return new StepScope();
  }

  /** Lets a tensor outlive all open scopes; it is then freed by its own {@code close}. */
  public <T extends Pointer> T keep(T tensor) {
    tensor.retainReference();
    return tensor;
  }

  @Override
  public void close() {
    pointers.close();
  }
}
