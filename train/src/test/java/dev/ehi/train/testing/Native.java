package dev.ehi.train.testing;

import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Torch;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests on libtorch: it is loaded with one thread, and each test has a scope of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Native.Scope.class)
public @interface Native {

  /** Opens and closes the scope. */
  final class Scope implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace KEY =
        ExtensionContext.Namespace.create(Native.class);

    @Override
    public void beforeEach(ExtensionContext context) {
      Torch.start(1);
      Torch.seed(1);
      context.getStore(KEY).put(StepScope.class, StepScope.open());
    }

    @Override
    public void afterEach(ExtensionContext context) {
      StepScope scope = context.getStore(KEY).remove(StepScope.class, StepScope.class);
      if (scope != null) {
        scope.close();
      }
    }
  }
}
