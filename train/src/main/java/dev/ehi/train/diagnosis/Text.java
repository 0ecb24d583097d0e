package dev.ehi.train.diagnosis;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers in evidence, and settings in suggestions. */
final class Text {
  private static final MathContext DIGITS = new MathContext(2);

  private Text() {}

  /** {@link String#format} as it is everywhere. */
  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A setting as {@code ehi train} takes it, rounded to two digits. */
  static String set(String key, double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    return set(key, rounded.toPlainString());
  }

  /** A setting as {@code ehi train} takes it. */
  static String set(String key, String value) {
    return "--set %s=%s".formatted(key, value);
  }
}
