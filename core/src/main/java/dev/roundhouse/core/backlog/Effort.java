package dev.roundhouse.core.backlog;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how much work an issue says it is: a time ({@code 90m}, {@code 2h}, {@code 1d 4h}; a day is
 * 8 hours, a week 5 days; of {@code 2-4 hours} the longer counts), a size ({@code XS} is half an
 * hour, {@code S} one, {@code M} three, {@code L} a day, {@code XL} three) or a number of points of
 * an hour each. Pure.
 */
final class Effort {
  static final List<String> KEYS = List.of("effort", "estimate", "size", "points");
  static final String HINT = "write 45m, 2h, 3d, a size from XS to XL, or a number of points";

  private static final int MOST_DIGITS = 5;
  private static final String NUMBER = "([0-9]{1," + MOST_DIGITS + "}(?:\\.[0-9]{1,3})?)";
  private static final Pattern PART =
      Pattern.compile("(?:" + NUMBER + "\\s*-\\s*)?" + NUMBER + "\\s*([a-z]*)[\\s,]*");
  private static final Duration POINT = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofHours(8);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "minute", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "hr", Duration.ofHours(1),
          "hour", Duration.ofHours(1),
          "d", DAY,
          "day", DAY,
          "w", DAY.multipliedBy(5),
          "week", DAY.multipliedBy(5));
  private static final Map<String, Duration> POINTS =
      Map.of("", POINT, "p", POINT, "pt", POINT, "point", POINT);
  private static final Map<String, Integer> SIZES =
      Map.ofEntries(
          Map.entry("xs", 30),
          Map.entry("tiny", 30),
          Map.entry("trivial", 30),
          Map.entry("s", 60),
          Map.entry("small", 60),
          Map.entry("m", 180),
          Map.entry("medium", 180),
          Map.entry("moderate", 180),
          Map.entry("l", 480),
          Map.entry("large", 480),
          Map.entry("xl", 1440),
          Map.entry("x large", 1440),
          Map.entry("extra large", 1440),
          Map.entry("very large", 1440),
          Map.entry("huge", 1440));

  private Effort() {}

  /** What {@code text} comes to, longer than nothing; empty if it is none of these. */
  static Optional<Duration> parse(String text) {
    String said = text.strip().toLowerCase(Locale.ROOT);
    Integer minutes = SIZES.get(said.replaceAll("[-_\\s]+", " "));
    return minutes == null ? sum(said) : Optional.of(Duration.ofMinutes(minutes));
  }

  private static Optional<Duration> sum(String said) {
    Matcher matcher = PART.matcher(said);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < said.length()) {
      Optional<Duration> unit =
          matcher.find(at) && matcher.start() == at ? unit(matcher.group(3)) : Optional.empty();
      if (unit.isEmpty()) {
        return Optional.empty();
      }
      BigDecimal seconds = new BigDecimal(matcher.group(2)).multiply(seconds(unit.get()));
      sum = sum.plusSeconds(seconds.longValue());
      at = matcher.end();
    }
    return Optional.of(sum).filter(each -> !each.isZero());
  }

  private static BigDecimal seconds(Duration unit) {
    return BigDecimal.valueOf(unit.toSeconds());
  }

  private static Optional<Duration> unit(String word) {
    String one = word.length() > 1 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    return Optional.ofNullable(UNITS.get(one)).or(() -> Optional.ofNullable(POINTS.get(one)));
  }
}
