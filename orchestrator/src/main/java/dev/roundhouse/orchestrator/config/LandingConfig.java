package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.TEXT;
import static dev.roundhouse.orchestrator.config.ConfigType.TRUTH;
import static dev.roundhouse.orchestrator.config.ConfigType.choice;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;
import static dev.roundhouse.orchestrator.config.ConfigType.number;

import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.LandingStyle;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the part of the configuration about landing. Pure. */
final class LandingConfig {
  /** The keys of the part about landing. */
  static final ConfigType.Mapping KEYS =
      mapping(
          key("mode", choice(Mode.class)),
          key("gates", number(1, LandingOptions.MAX_GATES)),
          key("window", number(1, LandingOptions.MAX_DEPTH)),
          key("size", number(1, LandingOptions.MAX_DEPTH)),
          key("waiting", number(1, LandingOptions.MAX_WAITING)),
          key("style", choice(LandingStyle.class)),
          key("message", TEXT),
          key("branches", TRUTH),
          key("push", TEXT),
          key("newFiles", number(1, DeliveryOptions.MAX_NEW_FILES)));

  private LandingConfig() {}

  static void set(RunOptions.Builder options, ConfigValue value) {
    Map<String, ConfigValue> landing = value.object(KEYS);
    DeliveryOptions before = options.form();
    options
        .landing(queue(landing))
        .form(form(landing).reviewed(before.review()).notifying(before.notifications()));
  }

  private static LandingOptions queue(Map<String, ConfigValue> landing) {
    LandingOptions usual = LandingOptions.DEFAULT;
    return new LandingOptions(
        Optional.ofNullable(landing.get("mode"))
            .map(each -> each.read(mode -> Mode.of(mode.any())))
            .orElse(usual.mode()),
        count(landing, "gates", usual.gates()),
        count(landing, "window", usual.window()),
        count(landing, "size", usual.size()),
        Optional.ofNullable(landing.get("waiting"))
            .map(each -> OptionalInt.of(each.number()))
            .orElse(usual.waiting()));
  }

  private static DeliveryOptions form(Map<String, ConfigValue> landing) {
    return new DeliveryOptions(
        Optional.ofNullable(landing.get("style"))
            .map(each -> each.read(style -> LandingStyle.of(style.any())))
            .orElse(LandingStyle.MERGE),
        Optional.ofNullable(landing.get("message")).map(ConfigValue::text),
        Optional.ofNullable(landing.get("branches")).map(ConfigValue::yes).orElse(false),
        Optional.ofNullable(landing.get("push")).map(ConfigValue::text),
        count(landing, "newFiles", DeliveryOptions.USUAL_NEW_FILES),
        DeliveryOptions.Review.OFF,
        List.of());
  }

  private static int count(Map<String, ConfigValue> landing, String key, int usual) {
    return Optional.ofNullable(landing.get(key)).map(ConfigValue::number).orElse(usual);
  }
}
