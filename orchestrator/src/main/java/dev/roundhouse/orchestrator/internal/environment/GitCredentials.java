package dev.roundhouse.orchestrator.internal.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds credentials in git's configuration, by the keys and shapes git itself gives them. */
final class GitCredentials {
  private static final Pattern HEADER = Pattern.compile("http\\.(.*\\.)?extraheader");
  private static final Pattern LOGS_IN =
      Pattern.compile("(?is)[^:]*(authorization|cookie|token|key|secret|password)[^:]*:.*");
  private static final Pattern HELPER = Pattern.compile("credential\\.(.*\\.)?helper");
  private static final Pattern SECRET =
      Pattern.compile(".*\\.[a-z-]*(password|passwd|pass|secret|token|apikey)");

  /**
   * A password in the words of a credential helper: up to a blank, a quote, or the end of a shell
   * command.
   */
  private static final Pattern SAID = Pattern.compile("password=[\"']?([^\\s\"';}&|]+)");

  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s:]*:([^/@\\s]+)@");

  private GitCredentials() {}

  /** Returns the credentials in {@code settings}, the longest first. */
  static List<String> in(List<GitConfigEnvironment.Setting> settings) {
    List<String> found = new ArrayList<>();
    for (GitConfigEnvironment.Setting each : settings) {
      String key = each.key().toLowerCase(Locale.ROOT);
      String value = each.value();
      if (HEADER.matcher(key).matches() && LOGS_IN.matcher(value).matches()) {
        found.add(value);
        found.add(value.substring(value.lastIndexOf(' ') + 1)); // after the scheme
      } else if (SECRET.matcher(key).matches()) {
        found.add(value);
      } else if (HELPER.matcher(key).matches() && value.startsWith("!")) {
        found.addAll(groups(SAID, value));
      }
      found.addAll(groups(IN_ADDRESS, each.key()));
      found.addAll(groups(IN_ADDRESS, value));
    }
    return found.stream()
        .filter(each -> !each.isBlank())
        .distinct()
        .sorted((one, other) -> other.length() - one.length())
        .toList();
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(each -> each.group(1)).toList();
  }
}
