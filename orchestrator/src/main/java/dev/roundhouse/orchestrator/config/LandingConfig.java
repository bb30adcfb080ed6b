package dev.roundhouse.orchestrator.config;

import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.LandingStyle;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the part of the configuration about landing. Pure. */
final class LandingConfig {
  private LandingConfig() {}

  static void set(RunOptions.Builder options, ConfigValue value) {
    Map<String, ConfigValue> landing =
        value.object(
            "mode",
            "gates",
            "window",
            "size",
            "waiting",
            "style",
            "message",
            "branches",
            "push",
            "newFiles");
    options.landing(queue(landing)).form(form(landing));
  }

  private static LandingOptions queue(Map<String, ConfigValue> landing) {
    LandingOptions usual = LandingOptions.DEFAULT;
    return new LandingOptions(
        Optional.ofNullable(landing.get("mode"))
            .map(each -> each.read(mode -> Mode.of(mode.any())))
            .orElse(usual.mode()),
        number(landing, "gates", usual.gates()),
        number(landing, "window", usual.window()),
        number(landing, "size", usual.size()),
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
        number(landing, "newFiles", DeliveryOptions.USUAL_NEW_FILES));
  }

  private static int number(Map<String, ConfigValue> landing, String key, int usual) {
    return Optional.ofNullable(landing.get(key)).map(ConfigValue::number).orElse(usual);
  }
}
