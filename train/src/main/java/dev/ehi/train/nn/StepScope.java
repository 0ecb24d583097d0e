package dev.ehi.train.nn;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

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

  /**
   * Runs a computation in a scope of its own, which frees all but its result; that belongs to the
   * scope around it. What the gradient needs libtorch keeps by itself, so this lowers the peak of
   * memory in a forward pass.
   */
  static Tensor freeingIntermediates(Supplier<Tensor> computation) {
    Tensor result;
    try (StepScope inner = open()) {
      result = inner.keep(computation.get());
    }
    PointerScope outer = PointerScope.getInnerScope();
    if (outer != null) {
      outer.attach(result);
      result.releaseReference();
    }
    return result;
  }

  @Override
  public void close() {
    pointers.close();
  }
}
