package dev.roundhouse.orchestrator.config;

import dev.roundhouse.orchestrator.run.LandingForm;
import dev.roundhouse.orchestrator.run.LandingStyle;
import dev.roundhouse.orchestrator.run.RunOptions;
import java.util.Map;
import java.util.Optional;

/** Reads what the configuration says of landing. Pure. */
final class LandingConfig {
  private LandingConfig() {}

  static void set(RunOptions.Builder options, ConfigValue value) {
    Map<String, ConfigValue> landing = value.object("style", "message", "branches", "push");
    options.form(
        new LandingForm(
            Optional.ofNullable(landing.get("style"))
                .map(each -> LandingStyle.of(each.text()))
                .orElse(LandingStyle.MERGE),
            Optional.ofNullable(landing.get("message")).map(ConfigValue::text),
            Optional.ofNullable(landing.get("branches")).map(ConfigValue::yes).orElse(false),
            Optional.ofNullable(landing.get("push")).map(ConfigValue::text)));
  }
}
