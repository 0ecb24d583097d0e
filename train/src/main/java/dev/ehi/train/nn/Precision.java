package dev.ehi.train.nn;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** In which numbers the encoder's matrix products are computed; weights are always float32. */
public enum Precision {
  FP32(ScalarType.Float, Float.BYTES),
  /** bfloat16 products with float32 sums: about twice as fast where the processor has them. */
  BF16(ScalarType.BFloat16, Short.BYTES);

  private final ScalarType type;
  private final int bytes;

  Precision(ScalarType type, int bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  ScalarType type() {
    return type;
  }

  /** Bytes of one activation. */
  int bytes() {
    return bytes;
  }

  /** Computes in this precision on this thread until closed, then as before. */
  public Autocast autocast() {
    return new Autocast(this);
  }

  /** libtorch's autocast on the CPU, switched on or off for a while. */
  public static final class Autocast implements AutoCloseable {
    private final boolean wasEnabled = torch.is_autocast_enabled(DeviceType.CPU);
    private final boolean hadCache = torch.is_autocast_cache_enabled();
    private final ScalarType wasType = torch.get_autocast_dtype(DeviceType.CPU);

    private Autocast(Precision precision) {
      torch.set_autocast_dtype(DeviceType.CPU, precision.type);
      torch.set_autocast_enabled(DeviceType.CPU, precision == BF16);
      torch.set_autocast_cache_enabled(
          false); // no weight is used twice, and threads would share it
    }

    @Override
    public void close() {
      torch.set_autocast_dtype(DeviceType.CPU, wasType);
      torch.set_autocast_enabled(DeviceType.CPU, wasEnabled);
      torch.set_autocast_cache_enabled(hadCache);
    }
  }
}
