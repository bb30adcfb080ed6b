package dev.roundhouse.orchestrator.agent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the verdict in an agent's final answer. Pure. */
final class VerdictHeading {
  private static final Pattern HEADING = Pattern.compile("#{1,3}\\s+verdict:?\\s*");
  private static final Pattern DECORATION = Pattern.compile("^[*_`>\\s-]+|[*_`.!\\s]+$");
  private static final Set<String> KNOWN =
      Set.of("ready", "corrected", "not ready", "needs review", "close", "blocked");

  private VerdictHeading() {}

  /**
   * Returns the known verdict on the first line with text under the last such heading, if there is
   * one.
   */
  static Optional<String> read(String message) {
    List<String> lines =
        message.lines().map(line -> line.strip().toLowerCase(Locale.ROOT)).toList();
    int heading = lines.size() - 1;
    while (heading >= 0 && !HEADING.matcher(lines.get(heading)).matches()) {
      heading--;
    }
    return heading < 0
        ? Optional.empty()
        : lines.stream()
            .skip(heading + 1L)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .map(VerdictHeading::plain)
            .filter(KNOWN::contains);
  }

  private static String plain(String line) {
    return DECORATION.matcher(line).replaceAll("").replaceAll("[\\s_-]+", " ");
  }
}
