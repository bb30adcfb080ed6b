package dev.roundhouse.orchestrator.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses sizes in the form people write them: {@code 500MB}, {@code 2GB}, {@code 2GiB}, {@code 0}.
 * Pure.
 */
final class ByteSizes {
  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,6})\\s*(|b|kb|mb|gb|tb|kib|mib|gib|tib)");

  private static final String UNITS = "kmgt";

  private ByteSizes() {}

  /**
   * Parses one size and returns it in bytes.
   *
   * @throws IllegalArgumentException if {@code text} is not a size
   */
  static long parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || (matcher.group(2).isEmpty() && !matcher.group(1).matches("0+"))) {
      throw new IllegalArgumentException(
          "must be a size such as 500MB or 2GB, or 0, not '" + text + "'");
    }
    String unit = matcher.group(2);
    long base = unit.endsWith("ib") ? 1024 : 1000;
    long size = Long.parseLong(matcher.group(1));
    for (int i = "kmgt".indexOf(unit.isEmpty() ? 'b' : unit.charAt(0)); i >= 0; i--) {
      size *= base;
    }
    return size;
  }

  /** Returns {@code bytes} in the largest unit that fits; {@link #parse} reads it back. */
  static String text(long bytes) {
    long size = bytes;
    int unit = 0;
    boolean binary = bytes % 1000 != 0;
    long base = binary ? 1024 : 1000;
    while (unit < UNITS.length() && size != 0 && size % base == 0) {
      size /= base;
      unit++;
    }
    String prefix = unit == 0 ? "" : UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT);
    return size == 0 ? "0" : size + prefix + (binary && unit > 0 ? "iB" : "B");
  }
}
