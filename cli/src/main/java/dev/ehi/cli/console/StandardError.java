package dev.ehi.cli.console;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Where standard error goes. {@link System#console} tells of standard input and output only, so the
 * C library is asked.
 */
final class StandardError {

  private static final int DESCRIPTOR = 2;

  private StandardError() {}

  static boolean isTerminal() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> isatty = linker.defaultLookup().find("isatty");
    if (isatty.isEmpty()) {
      return false;
    }
    MethodHandle call =
        linker.downcallHandle(
            isatty.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) call.invokeExact(DESCRIPTOR) == 1;
    } catch (Throwable e) {
      throw new AssertionError("isatty takes a descriptor and throws nothing", e);
    }
  }
}
