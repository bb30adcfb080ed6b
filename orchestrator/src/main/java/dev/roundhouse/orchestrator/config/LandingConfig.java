package dev.roundhouse.orchestrator.config;

import dev.roundhouse.orchestrator.run.LandingOptions;
import dev.roundhouse.orchestrator.run.LandingOptions.Mode;
import java.util.Map;
import java.util.Optional;

/** Reads what the configuration says of landing. Pure. */
final class LandingConfig {
  private LandingConfig() {}

  static LandingOptions landing(ConfigValue value) {
    Map<String, ConfigValue> landing = value.object("mode", "gates", "window", "size");
    LandingOptions usual = LandingOptions.DEFAULT;
    return new LandingOptions(
        Optional.ofNullable(landing.get("mode")).map(LandingConfig::mode).orElse(usual.mode()),
        number(landing, "gates", usual.gates()),
        number(landing, "window", usual.window()),
        number(landing, "size", usual.size()));
  }

  private static Mode mode(ConfigValue value) {
    return Mode.of(value.text())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mode must be one of "
                        + String.join(", ", Mode.words())
                        + ", not "
                        + value.text()));
  }

  private static int number(Map<String, ConfigValue> landing, String key, int usual) {
    return Optional.ofNullable(landing.get(key)).map(ConfigValue::number).orElse(usual);
  }
}
