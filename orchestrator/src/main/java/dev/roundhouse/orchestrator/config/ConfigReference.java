package dev.roundhouse.orchestrator.config;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reference of {@code roundhouse.yaml}: its keys, its JSON Schema, and the values in force.
 * Stateless; safe for use by any number of threads.
 */
public final class ConfigReference {
  private static final String TITLE = "The configuration of Roundhouse, roundhouse.yaml";

  private ConfigReference() {}

  /**
   * One key.
   *
   * @param name its name; that of a nested one begins with those it is nested in, as in {@code
   *     landing.mode}
   * @param flag the flag of a run that takes precedence over it, such as {@code --workers N}; empty
   *     if there is none
   * @param usual what holds without the key, in words; empty if it is required
   * @param meaning what it is for, in sentences
   * @param example a value on one line, or empty
   */
  public record Key(
      String name, Optional<String> flag, String usual, String meaning, String example) {}

  /**
   * The value of one key.
   *
   * @param key the key
   * @param value the value in force: a text, a number, a boolean, a list or a mapping; null for
   *     none
   * @param text the value on one line, as the file might have it; empty for none
   * @param line the line of the file that sets it, or 0 if the file does not
   */
  public record Setting(Key key, @Nullable Object value, String text, int line) {}

  /** Returns every key, each before those nested in it, the most used ones first. */
  public static List<Key> keys() {
    ConfigDocs docs = ConfigDocs.read();
    return docs.all().keySet().stream().map(name -> key(docs.at(name))).toList();
  }

  private static Key key(ConfigDocs of) {
    ConfigDocs.Doc doc = of.doc();
    return new Key(
        of.key(),
        doc.flag(),
        doc.usual(),
        doc.meaning(),
        doc.example().map(example -> example.value().text()).orElse(""));
  }

  /** Returns the JSON Schema of the file. */
  public static String schema() {
    ConfigDocs docs = ConfigDocs.read();
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : docs.all().keySet()) {
      ConfigKey.of(name).ifPresent(key -> properties.put(name, docs.at(name).schema(key.type())));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", TITLE);
    schema.put("type", List.of("object", "null"));
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(schema)
        + "\n";
  }

  /**
   * Returns the value of every key in {@code options}, with the line of the file in {@code
   * checkout} that sets it. A mapping with fixed keys, such as {@code landing}, has one setting for
   * each of them.
   *
   * @throws RefusedException if the file is not valid YAML
   * @throws IOException if it cannot be read
   */
  public static List<Setting> settings(Path checkout, RunOptions options)
      throws IOException, RefusedException {
    Map<String, Integer> lines = ConfigFile.lines(checkout);
    ConfigDocs docs = ConfigDocs.read();
    List<Setting> settings = new ArrayList<>();
    for (String name : docs.all().keySet()) {
      Optional<ConfigKey> key = ConfigKey.of(name);
      if (key.isPresent() && key.get().type() instanceof ConfigType.Mapping mapping) {
        mapping
            .names()
            .forEach(each -> settings.add(setting(docs.at(name).at(each), options, lines)));
      } else if (key.isPresent()) {
        settings.add(setting(docs.at(name), options, lines));
      }
    }
    return settings;
  }

  private static Setting setting(ConfigDocs of, RunOptions options, Map<String, Integer> lines) {
    Object value = of.value(options);
    return new Setting(
        key(of),
        value,
        value == null ? "" : ConfigSerializer.text(value),
        lines.getOrDefault(of.key(), 0));
  }
}
