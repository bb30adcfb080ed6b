package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.DURATION;
import static dev.roundhouse.orchestrator.config.ConfigType.WORDS;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;
import static dev.roundhouse.orchestrator.config.ConfigType.number;

import dev.roundhouse.orchestrator.options.DiskOptions.KeepIgnored;
import dev.roundhouse.orchestrator.options.DiskOptions.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the parts of the configuration about the disk. Pure. */
final class DiskConfig {
  /** The keys that distinguish workers and gates. */
  static final ConfigType.Mapping WHO = mapping(key("workers", WORDS), key("gates", WORDS));

  /** The keys of the retention. */
  static final ConfigType.Mapping RETENTION =
      mapping(key("age", DURATION), key("keep", number(0, Integer.MAX_VALUE)));

  private DiskConfig() {}

  /**
   * Reads the ignored files to keep: a list is for workers; an object distinguishes workers and
   * gates.
   */
  static KeepIgnored keepIgnored(ConfigValue value) {
    if (!value.node().isObject()) {
      return new KeepIgnored(value.list(), List.of());
    }
    Map<String, ConfigValue> who = value.object(WHO);
    return new KeepIgnored(list(who.get("workers")), list(who.get("gates")));
  }

  private static List<String> list(@Nullable ConfigValue value) {
    return value == null ? List.of() : value.list();
  }

  static long size(ConfigValue value) {
    return value.node().isInt() && value.number() == 0
        ? 0
        : value.read(size -> ByteSizes.parse(size.any()));
  }

  static Retention retention(ConfigValue value) {
    Map<String, ConfigValue> retention = value.object(RETENTION);
    Duration age =
        Optional.ofNullable(retention.get("age"))
            .map(ConfigValue::duration)
            .orElse(Retention.DEFAULT.age());
    int keep =
        Optional.ofNullable(retention.get("keep"))
            .map(ConfigValue::number)
            .orElse(Retention.DEFAULT.keep());
    return new Retention(age, keep);
  }
}
