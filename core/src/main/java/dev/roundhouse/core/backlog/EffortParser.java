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
 * Reads the effort an issue states: a time ({@code 90m}, {@code 2h}, {@code 1d 4h}; a day is 8
 * hours, a week 5 days; of {@code 2-4 hours} the longer counts), a size ({@code XS} is a quarter of
 * an hour, {@code S} half an hour, {@code M} one, {@code L} two, {@code XL} four) or a number of
 * points of half an hour each. Pure.
 */
final class EffortParser {
  static final List<String> KEYS = List.of("effort", "estimate", "size", "points");
  static final String HINT = "write 45m, 2h, 3d, a size from XS to XL, or a number of points";

  private static final int MOST_DIGITS = 5;
  private static final String NUMBER = "([0-9]{1," + MOST_DIGITS + "}(?:\\.[0-9]{1,3})?)(?![0-9.])";
  private static final Pattern PART =
      Pattern.compile("(?:" + NUMBER + "\\s*-\\s*)?" + NUMBER + "\\s*([a-z]*)[\\s,]*");
  private static final Duration POINT = Duration.ofMinutes(30);
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
          Map.entry("xs", 15),
          Map.entry("tiny", 15),
          Map.entry("trivial", 15),
          Map.entry("s", 30),
          Map.entry("small", 30),
          Map.entry("m", 60),
          Map.entry("medium", 60),
          Map.entry("moderate", 60),
          Map.entry("l", 120),
          Map.entry("large", 120),
          Map.entry("xl", 240),
          Map.entry("x large", 240),
          Map.entry("extra large", 240),
          Map.entry("very large", 240),
          Map.entry("huge", 240));

  private EffortParser() {}

  /**
   * Returns the effort that the front matter of the file at {@code path} states; an invalid one
   * becomes a finding.
   */
  static Optional<Duration> of(FrontMatter front, String path, List<Finding> findings) {
    for (String key : KEYS) {
      Optional<String> written = front.text(key);
      Optional<Duration> effort = written.flatMap(EffortParser::parse);
      if (effort.isPresent()) {
        return effort;
      }
      if (written.isPresent()) {
        findings.add(
            Finding.warning(
                path,
                front.line(key),
                key + " is '" + written.get() + "', which is not a valid effort; it is ignored",
                HINT));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the duration of {@code text}, which is more than zero; empty if it is none of these
   * forms.
   */
  static Optional<Duration> parse(String text) {
    String words = text.strip().toLowerCase(Locale.ROOT);
    Integer minutes = SIZES.get(words.replaceAll("[-_\\s]+", " "));
    return minutes == null ? sum(words) : Optional.of(Duration.ofMinutes(minutes));
  }

  private static Optional<Duration> sum(String words) {
    Matcher matcher = PART.matcher(words);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < words.length()) {
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
    String one =
        word.length() > 1 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    return Optional.ofNullable(UNITS.get(one)).or(() -> Optional.ofNullable(POINTS.get(one)));
  }
}
