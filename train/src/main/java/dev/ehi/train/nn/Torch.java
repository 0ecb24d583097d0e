package dev.ehi.train.nn;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads libtorch; nothing else in this package may be touched before {@link #start}. */
public final class Torch {
  private static int startedWith = 1; // threads for products in float32

  private static final String CACHED_PRIMITIVES = "256";

  private static final Logger LOG = LoggerFactory.getLogger(Torch.class);
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * JavaCPP collects garbage, then fails, once the process takes twice the Java heap's limit; a
   * training step may well, and frees its memory by scopes. 0 is no limit.
   */
  private static final List<String> JAVACPP_LIMITS =
      List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes");

  private Torch() {}

  /**
   * Loads the native libraries, tuned to this processor, and sets how many threads compute. May be
   * called again to change the number of threads.
   *
   * <p>OpenBLAS, which computes all products in float32, keeps threads of its own. Its barriers
   * spin: where a core is not free they cost many times what they save on small matrices.
   *
   * <p>OpenBLAS also mistakes recent AMD processors for older ones without AVX-512, and libgomp's
   * threads spin while they wait. oneDNN keeps what it compiled for the last 1,024 shapes, which
   * for batches of ever other lengths takes gigabytes; those of one step are a few hundred. All are
   * told better through the environment of the process, unless the caller has set these variables
   * itself.
   *
   * @param threads at least 1
   * @param float32Threads those of products in float32, at least 1
   * @throws UnsatisfiedLinkError if there is no libtorch for this platform
   */
  public static synchronized void start(int threads, int float32Threads) {
    if (threads < 1 || float32Threads < 1) {
      throw new IllegalArgumentException(
          "threads must be at least 1, got %d and %d".formatted(threads, float32Threads));
    }
    JAVACPP_LIMITS.forEach(limit -> System.setProperty(limit, System.getProperty(limit, "0")));
    if (hasAvx512()) {
      setDefault("OPENBLAS_CORETYPE", "SKYLAKEX");
    }
    setDefault("OMP_WAIT_POLICY", "passive");
    setDefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", CACHED_PRIMITIVES);
    setDefault("LRU_CACHE_CAPACITY", CACHED_PRIMITIVES);
    torch.set_num_threads(threads);
    startedWith = float32Threads;
    openblas_nolapack.blas_set_num_threads(float32Threads);
    LOG.debug("libtorch computes on {} threads", torch.get_num_threads());
  }

  /** How many threads compute. */
  static int threads() {
    return torch.get_num_threads();
  }

  /**
   * How many threads compute what this thread asks for; other threads that have computed before
   * keep their numbers.
   */
  static void useHere(int threads) {
    torch.get_num_threads(); // a thread's first call sets its number to that of all
    torch.set_num_threads(threads);
  }

  /** From here on products in float32 are large enough to share them among all threads. */
  public static synchronized void shareProducts() {
    openblas_nolapack.blas_set_num_threads(torch.get_num_threads());
  }

  /** As many threads for products in float32 as were started with, after they were shared. */
  public static synchronized void unshareProducts() {
    openblas_nolapack.blas_set_num_threads(startedWith);
  }

  /** The same number of threads for all products; see {@link #start(int, int)}. */
  public static void start(int threads) {
    start(threads, threads);
  }

  /**
   * Seeds all random numbers that libtorch draws from here on (dropout). Seeding before every step
   * with a number made of run seed and step makes a resumed run repeat the uninterrupted one.
   */
  public static void seed(long seed) {
    torch.manual_seed(seed);
  }

  /**
   * Gives freed memory back to the system. Batches of ever other lengths leave gaps in glibc's
   * heap, which grows to several times what is in use. Without glibc this does nothing.
   */
  public static void trimMemory() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("malloc_trim")
        .ifPresent(
            trim -> {
              FunctionDescriptor type =
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
              try {
                long kept = 0;
                int released = (int) linker.downcallHandle(trim, type).invokeExact(kept);
                LOG.trace("malloc_trim released memory: {}", released == 1);
              } catch (Throwable e) {
                throw new AssertionError("malloc_trim does not throw", e);
              }
            });
  }

  private static boolean hasAvx512() {
    try {
      return Files.isReadable(CPU_INFO) && Files.readString(CPU_INFO).contains("avx512f");
    } catch (IOException e) {
      LOG.debug("cannot read {}", CPU_INFO, e);
      return false;
    }
  }

  private static void setDefault(String variable, String value) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(
            setenv -> {
              MethodHandle call =
                  linker.downcallHandle(
                      setenv,
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_INT));
              call(call, variable, value);
            });
  }

  private static void call(MethodHandle setenv, String variable, String value) {
    int keepExisting = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(variable);
      MemorySegment content = arena.allocateFrom(value);
      if ((int) setenv.invokeExact(name, content, keepExisting) != 0) {
        LOG.warn("cannot set {}={}; training may be slower", variable, value);
      }
    } catch (Throwable e) {
      throw new AssertionError("setenv does not throw", e);
    }
  }
}
