package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of the configuration in {@code keys.yaml}, seen from one key. Immutable.
 *
 * @param all the documentation of every key, nested ones by their path, in the order of the file
 * @param key the key it is about; empty for the whole configuration
 */
record ConfigDocs(Map<String, Doc> all, String key) implements ConfigType.Describer {
  private static final String AGENT = "^.*\\.(?=agent\\.)";

  /**
   * The documentation of one key.
   *
   * @param flag the flag of a run that takes precedence over it, if there is one
   * @param usual what holds without the key; empty if it is required
   * @param meaning what it is for, in sentences
   * @param example a value, if there is an example
   */
  record Doc(Optional<String> flag, String usual, String meaning, Optional<ConfigValue> example) {
    static Doc of(ConfigValue value) {
      Map<String, ConfigValue> parts = value.object();
      return new Doc(
          Optional.ofNullable(parts.get("flag")).map(Doc::text),
          Optional.ofNullable(parts.get("default")).map(Doc::text).orElse(""),
          text(Objects.requireNonNull(parts.get("meaning"))),
          Optional.ofNullable(parts.get("example")));
    }

    private static String text(ConfigValue value) {
      return value.value().text();
    }
  }

  /** Reads the file. */
  static ConfigDocs read() {
    try (InputStream file =
        Objects.requireNonNull(ConfigDocs.class.getResourceAsStream("keys.yaml"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      YamlValue root = YamlReader.readScalarAliases(text).orElseThrow();
      Map<String, Doc> all = new LinkedHashMap<>();
      ConfigValue.of(root).object().forEach((name, value) -> all.put(name, Doc.of(value)));
      return new ConfigDocs(all, "");
    } catch (IOException | MalformedYamlException broken) {
      throw new IllegalStateException("keys.yaml cannot be read", broken);
    }
  }

  @Override
  public ConfigDocs at(String name) {
    return new ConfigDocs(all, key.isEmpty() ? name : key + "." + name);
  }

  /** Returns the documentation of this key; an agent means the same wherever it is named. */
  Doc doc() {
    Doc own = all.get(key);
    return own != null ? own : Objects.requireNonNull(all.get(key.replaceFirst(AGENT, "")), key);
  }

  @Override
  public Map<String, Object> schema(ConfigType type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    String usual = doc().usual().isEmpty() ? "" : " Default: " + doc().usual() + ".";
    schema.put("description", doc().meaning() + usual);
    schema.putAll(type.schema(this));
    Object value = value(RunOptions.defaults());
    if (value != null) {
      schema.put("default", value);
    }
    doc().example().ifPresent(each -> schema.put("examples", List.of(each.node())));
    return schema;
  }

  /** Returns the value of this key in {@code options}, in the form of the file; null for none. */
  @Nullable Object value(RunOptions options) {
    String[] path = key.split("\\.", -1);
    Object value = ConfigKey.of(path[0]).map(each -> each.value(options)).orElse(null);
    for (int i = 1; i < path.length; i++) {
      value = value instanceof Map<?, ?> mapping ? mapping.get(path[i]) : null;
    }
    return value;
  }
}
