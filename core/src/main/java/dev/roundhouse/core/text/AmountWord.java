package dev.roundhouse.core.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Writes amounts of money and of tokens for people. Pure. */
public final class AmountWord {
  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final long THOUSAND = 1000;
  private static final String UNITS = "kMGT";

  private AmountWord() {}

  /** Returns {@code $4.10}; a fraction of a cent has two digits more than zeros. */
  public static String dollars(BigDecimal amount) {
    boolean isSmall = amount.signum() != 0 && amount.abs().compareTo(CENT) < 0;
    int scale = isSmall ? amount.scale() - amount.precision() + 2 : 2;
    return "$" + amount.setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }

  /** Returns {@code 12,345 tokens}. */
  public static String tokens(long count) {
    return String.format(Locale.ROOT, "%,d token%s", count, count == 1 ? "" : "s");
  }

  /** Returns {@code 950}, {@code 12.3k} or {@code 1.2M}. */
  public static String compact(long count) {
    if (count < THOUSAND) {
      return Long.toString(count);
    }
    double value = count;
    int unit = -1;
    do {
      value /= THOUSAND;
      unit++;
    } while (value >= THOUSAND - 0.5 && unit < UNITS.length() - 1);
    String digits = String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%.0f", value);
    return digits + UNITS.charAt(unit);
  }
}
