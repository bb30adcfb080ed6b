package dev.roundhouse.report;

import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.core.text.AmountWord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Formats what reports show to people. Pure. */
final class Words {
  static final String NONE = "–";
  private static final int ABBREVIATED = 7; // letters of a commit
  private static final int LONGEST_LINE = 240;
  private static final String ESTIMATE = "~";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ROOT);

  private Words() {}

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%d.%ds", seconds, duration.toMillisPart() / 100);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds / 60 % 60);
  }

  /** Formats a duration, or says that there is none. */
  static String durationOrNone(Duration duration) {
    return duration.isZero() ? NONE : duration(duration);
  }

  static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneOffset.UTC));
  }

  static String commit(String name) {
    return name.substring(0, Math.min(ABBREVIATED, name.length()));
  }

  /** Formats the money, or says that none was reported. */
  static String cost(UsageSummary used) {
    BigDecimal cost = used.charged().costUsd();
    if (cost.signum() == 0) {
      return NONE;
    }
    return (used.assumed().costUsd().signum() > 0 ? ESTIMATE : "") + AmountWord.dollars(cost);
  }

  /** Formats the tokens read and written, or says that none were reported. */
  static String tokens(UsageSummary used) {
    if (used.charged().tokens() == 0) {
      return NONE;
    }
    String mark = used.assumed().tokens() > 0 ? ESTIMATE : "";
    return mark
        + AmountWord.compact(used.charged().inputTokens())
        + " in, "
        + mark
        + AmountWord.compact(used.charged().outputTokens())
        + " out";
  }

  /** Returns {@code part} of {@code whole} in percent, rounded; 0 of nothing. */
  static long percent(long part, long whole) {
    return whole == 0 ? 0 : Math.round(100.0 * part / whole);
  }

  /** Returns a title or a reason as one line of bearable length. */
  static String line(String text) {
    String line = InertText.line(text);
    if (line.codePointCount(0, line.length()) <= LONGEST_LINE) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
  }

  /** Joins the words that are not empty. */
  static String joined(String separator, List<String> words) {
    return String.join(separator, words.stream().filter(each -> !each.isEmpty()).toList());
  }

  /** Returns the end of {@code text}: at most {@code lines} lines and {@code chars} characters. */
  static String tail(String text, int lines, int chars) {
    String trimmed = text.stripTrailing();
    int from = trimmed.length();
    for (int line = 0; line < lines && from > 0; line++) {
      from = trimmed.lastIndexOf('\n', from - 1);
      if (from < 0) {
        from = 0;
      }
    }
    int start = Math.max(from, trimmed.length() - chars);
    if (start == 0) {
      return trimmed;
    }
    String kept = trimmed.substring(start);
    return "…" + (kept.startsWith("\n") ? kept : "\n" + kept.substring(broken(kept)));
  }

  /** Returns the number of chars that belong to a character whose beginning was cut off. */
  private static int broken(String text) {
    return !text.isEmpty() && Character.isLowSurrogate(text.charAt(0)) ? 1 : 0;
  }
}
