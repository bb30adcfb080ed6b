package dev.roundhouse.orchestrator.internal.environment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An environment together with the part of git's configuration that is in its variables: first the
 * pairs that {@code GIT_CONFIG_COUNT} counts, then {@code GIT_CONFIG_PARAMETERS}, which git itself
 * sets for {@code git -c key=value}. The last value of a key wins, so a value appended to both
 * overrides all others. Immutable.
 */
public final class GitConfigEnvironment {
  /** The hint for {@link #problem}. */
  public static final String HINT =
      "unset GIT_CONFIG_COUNT and GIT_CONFIG_PARAMETERS, or set them as 'git help config' says under"
          + " ENVIRONMENT";

  private static final String COUNT = "GIT_CONFIG_COUNT";
  private static final String KEY = "GIT_CONFIG_KEY_";
  private static final String VALUE = "GIT_CONFIG_VALUE_";
  private static final String PARAMETERS = "GIT_CONFIG_PARAMETERS";

  /**
   * A number as git reads it: at most nine digits here, since more pairs than that cannot be set.
   */
  private static final Pattern NUMBER = Pattern.compile("\\s*\\+?0*(\\d{1,9})");

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9-]+\\.([^\\n]*\\.)?[A-Za-z][A-Za-z0-9-]*");

  /** A text quoted in git's own way: a quote or exclamation mark stands outside. */
  private static final String QUOTED = "'((?:[^']++|'\\\\['!]')*+)'";

  private static final Pattern PARAMETER =
      Pattern.compile(QUOTED + "(?:(=)(?:" + QUOTED + ")?)?(?:\\s+|$)");

  private final Map<String, String> environment;
  private final List<Setting> settings = new ArrayList<>();
  private final Optional<String> problem;

  /** Reads {@code environment}. */
  public GitConfigEnvironment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.problem = count().or(this::parameters);
  }

  /**
   * One setting.
   *
   * @param key its key
   * @param value its value; empty if it has none, which git takes for true
   */
  record Setting(String key, String value) {}

  /**
   * Returns the fault for which git would refuse every command, and its place; empty if there is
   * none. Contains neither key nor value, as either may hold a credential.
   */
  public Optional<String> problem() {
    return problem;
  }

  /** Returns the settings in git's order: the last of a key wins. */
  List<Setting> settings() {
    return List.copyOf(settings);
  }

  /** Returns the credentials among the settings, the longest first. */
  public List<String> credentials() {
    return GitCredentials.in(settings);
  }

  /** Returns all variables, including those that are not git's. */
  public Map<String, String> variables() {
    return environment;
  }

  /**
   * Returns the same environment with {@code key} set to {@code value}, which overrides all earlier
   * values.
   *
   * @throws IllegalStateException if there is a {@link #problem}
   */
  public GitConfigEnvironment with(String key, String value) {
    if (problem.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
    Map<String, String> all = new HashMap<>(environment);
    int index = number().orElse(0);
    all.put(KEY + index, key);
    all.put(VALUE + index, value);
    all.put(COUNT, Integer.toString(index + 1));
    String parameters = environment.getOrDefault(PARAMETERS, "");
    if (!parameters.isEmpty()) { // git reads these after the others
      all.put(PARAMETERS, parameters + " " + quoted(key) + "=" + quoted(value));
    }
    return new GitConfigEnvironment(all);
  }

  /**
   * Returns all variables, with {@code [redacted]} in place of credentials in git's configuration.
   * For results that must not depend on the login.
   */
  public Map<String, String> withoutCredentials() {
    List<String> credentials = credentials();
    Map<String, String> all = new TreeMap<>(environment);
    all.replaceAll(
        (name, text) -> {
          String clean = text;
          if (name.startsWith("GIT_CONFIG_")) {
            for (String each : credentials) {
              clean = clean.replace(each, "[redacted]").replace(quotedPart(each), "[redacted]");
            }
          }
          return clean;
        });
    return all;
  }

  private Optional<Integer> number() {
    String count = environment.getOrDefault(COUNT, "");
    Matcher number = NUMBER.matcher(count);
    return count.isEmpty()
        ? Optional.of(0)
        : number.matches() ? Optional.of(Integer.valueOf(number.group(1))) : Optional.empty();
  }

  private Optional<String> count() {
    Optional<Integer> number = number();
    if (number.isEmpty()) {
      return Optional.of(COUNT + " is not a number that git accepts: " + environment.get(COUNT));
    }
    for (int i = 0; i < number.get(); i++) {
      String key = environment.get(KEY + i);
      String value = environment.get(VALUE + i);
      if (key == null || value == null) {
        String missing = (key == null ? KEY : VALUE) + i;
        return Optional.of(COUNT + " is " + number.get() + ", but " + missing + " is not set");
      }
      if (!NAME.matcher(key).matches()) {
        return Optional.of(KEY + i + " is not a valid configuration key, such as section.name");
      }
      settings.add(new Setting(key, value));
    }
    return Optional.empty();
  }

  private Optional<String> parameters() {
    String all = environment.getOrDefault(PARAMETERS, "");
    Matcher next = PARAMETER.matcher(all);
    int at = 0;
    while (at < all.length()) {
      if (!next.find(at) || next.start() != at) {
        return Optional.of(PARAMETERS + " is not quoted as git requires");
      }
      String key = unquoted(next.group(1));
      String value = next.group(3) == null ? "" : unquoted(next.group(3));
      int equals = key.indexOf('=');
      if (next.group(2) == null && equals >= 0) { // the form of git before 2.31: 'key=value'
        value = key.substring(equals + 1);
        key = key.substring(0, equals).strip();
      }
      if (!NAME.matcher(key).matches()) {
        return Optional.of(PARAMETERS + " has a key that is not of the form section.name");
      }
      settings.add(new Setting(key, value));
      at = next.end();
    }
    return Optional.empty();
  }

  private static String quoted(String text) {
    return "'" + quotedPart(text) + "'";
  }

  private static String quotedPart(String text) {
    return text.replace("'", "'\\''").replace("!", "'\\!'");
  }

  private static String unquoted(String text) {
    return text.replace("'\\''", "'").replace("'\\!'", "!");
  }
}
