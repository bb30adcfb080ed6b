package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.ARGV;
import static dev.roundhouse.orchestrator.config.ConfigType.DURATION;
import static dev.roundhouse.orchestrator.config.ConfigType.choice;
import static dev.roundhouse.orchestrator.config.ConfigType.either;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;

import dev.roundhouse.orchestrator.options.DeliveryOptions.Notification;
import dev.roundhouse.orchestrator.options.DeliveryOptions.Occasion;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the part of the configuration about notifications. No message has an address. Pure. */
final class NotifyConfig {
  private static final Pattern VARIABLE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern FROM_VARIABLE = Pattern.compile("([A-Za-z]+ )?\\$[A-Za-z0-9_]+");

  private static final ConfigType ADDRESS =
      new ConfigType.Text(
          "^\\s*([hH][tT][tT][pP][sS]?://[^/?#@\\s]+([/?#]\\S*)?|\\$[A-Za-z_][A-Za-z0-9_]*)\\s*$");

  private static final ConfigType ON =
      either(
          choice(Occasion.class),
          new ConfigType.Text(","),
          new ConfigType.Many(choice(Occasion.class), 1));

  /** The keys of one notification. */
  static final ConfigType.Mapping KEYS =
      mapping(
              key("command", ARGV),
              key("webhook", ADDRESS),
              key("headers", new ConfigType.Named(ConfigType.TEXT)),
              key("on", ON),
              key("timeout", DURATION))
          .withOneOf("command", "webhook");

  /** The type of all of them. */
  static final ConfigType NOTIFY = either(KEYS, new ConfigType.Many(KEYS, 0));

  private NotifyConfig() {}

  static void set(RunOptions.Builder options, ConfigValue value) {
    List<Notification> all =
        value.node().isArray()
            ? value.values().stream().map(NotifyConfig::one).toList()
            : List.of(one(value));
    options.form(options.form().notifying(all));
  }

  private static Notification one(ConfigValue value) {
    if (!value.node().isObject()) {
      throw value.wrong("each entry must be a mapping with 'command' or 'webhook'");
    }
    Map<String, ConfigValue> parts = value.object(KEYS);
    return value.read(
        all ->
            new Notification(
                Optional.ofNullable(parts.get("command")).map(each -> each.read(GateConfig::words)),
                Optional.ofNullable(parts.get("webhook")).map(NotifyConfig::address),
                Optional.ofNullable(parts.get("headers"))
                    .map(NotifyConfig::headers)
                    .orElse(Map.of()),
                Optional.ofNullable(parts.get("on"))
                    .map(each -> each.read(NotifyConfig::occasions))
                    .orElse(Notification.USUAL),
                Optional.ofNullable(parts.get("timeout"))
                    .map(ConfigValue::duration)
                    .orElse(Notification.USUAL_TIMEOUT)));
  }

  private static String address(ConfigValue value) {
    if (!value.node().isString()) {
      throw value.wrong("must be an address in quotes"); // which is not repeated
    }
    String text = value.text().strip();
    if (!VARIABLE.matcher(text).matches()) {
      problem(text)
          .ifPresent(
              what -> {
                throw value.wrong(what);
              });
    }
    return text;
  }

  /** Returns what is wrong with the address {@code text}, without repeating it. */
  private static Optional<String> problem(String text) {
    try {
      URI address = new URI(text);
      String scheme = String.valueOf(address.getScheme());
      if (!scheme.matches("(?i)https?") || address.getHost() == null) {
        return Optional.of(
            "must begin with http:// or https:// and the name of a host, or be $NAME");
      }
      return address.getUserInfo() == null
          ? Optional.empty()
          : Optional.of(
              "must not have a user or a password; put them into 'headers', such as"
                  + " {Authorization: Basic $NAME}");
    } catch (URISyntaxException malformed) {
      return Optional.of("is not a valid address: " + malformed.getReason());
    }
  }

  private static Map<String, String> headers(ConfigValue value) {
    Map<String, String> headers = new LinkedHashMap<>();
    value
        .object()
        .forEach(
            (name, content) -> {
              if (!NAME.matcher(name).matches()) {
                throw content.wrong("is not the name of a header");
              }
              if (!content.node().isString() || content.text().contains("\n")) {
                throw content.wrong("must be text on one line, such as Bearer $NAME");
              }
              headers.put(name, content.text().strip());
            });
    return headers;
  }

  private static Set<Occasion> occasions(ConfigValue value) {
    List<String> words = value.list();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("must name at least one, or be left out");
    }
    return words.stream().map(Occasion::of).collect(Collectors.toSet());
  }

  /** Returns the notifications in the form of the file, but without what may be secret. */
  static Object form(RunOptions options) {
    return options.form().notifications().stream().map(NotifyConfig::form).toList();
  }

  private static Map<String, @Nullable Object> form(Notification each) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("command", each.command());
    parts.put("webhook", each.webhook().map(Notification::shownAddress));
    parts.put("headers", shown(each.headers()));
    parts.put("on", new TreeSet<>(each.on()));
    parts.put("timeout", each.timeout());
    return parts;
  }

  private static Map<String, String> shown(Map<String, String> headers) {
    Map<String, String> shown = new TreeMap<>();
    headers.forEach(
        (name, value) ->
            shown.put(name, FROM_VARIABLE.matcher(value).matches() ? value : "[redacted]"));
    return shown;
  }
}
