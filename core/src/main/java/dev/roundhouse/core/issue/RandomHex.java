package dev.roundhouse.core.issue;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws random ids of a prefix and 12 hex digits (48 bits). Safe for use by any number of threads.
 */
final class RandomHex {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{12}");

  private RandomHex() {}

  static String next(String prefix) {
    return prefix
        + String.format(Locale.ROOT, "%012x", new SecureRandom().nextLong() & 0xffff_ffff_ffffL);
  }

  static void check(String prefix, String value) {
    if (!value.startsWith(prefix) || !DIGITS.matcher(value.substring(prefix.length())).matches()) {
      throw new IllegalArgumentException(
          "id must be " + prefix + " and 12 hex digits, not: " + value);
    }
  }
}
