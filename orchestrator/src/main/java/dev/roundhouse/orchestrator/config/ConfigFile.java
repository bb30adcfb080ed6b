package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.text.NearestWord;
import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code roundhouse.yaml} strictly: an unknown key, or a value of the wrong kind or out of
 * range, is an error that names the file, the line and the key. Stateless; safe for use by any
 * number of threads.
 */
public final class ConfigFile {
  /** The file's name at the root of a checkout. */
  public static final String NAME = "roundhouse.yaml";

  private static final int LIMIT = 1 << 20;

  private final Path file;

  private ConfigFile(Path file) {
    this.file = file;
  }

  /** Returns every key the file may have. */
  public static List<String> keys() {
    return ConfigKey.words();
  }

  /**
   * Returns the options that the file in {@code checkout} sets; the defaults if there is none.
   *
   * @throws RefusedException if the file is not valid
   * @throws IOException if it cannot be read
   */
  public static RunOptions.Builder read(Path checkout) throws IOException, RefusedException {
    Path file = checkout.resolve(NAME);
    RunOptions.Builder options = RunOptions.builder();
    if (Files.exists(file)) {
      new ConfigFile(file).into(options);
      Path top = checkout.toAbsolutePath().normalize();
      options.build().worktrees().map(top::resolve).ifPresent(options::worktrees);
    }
    return options;
  }

  /**
   * Returns the options that {@code text} sets, which need not be in a file.
   *
   * @throws RefusedException if it is not valid
   */
  public static RunOptions.Builder parse(String text) throws RefusedException {
    RunOptions.Builder options = RunOptions.builder();
    ConfigFile file = new ConfigFile(Path.of(NAME));
    file.set(options, file.values(text));
    return options;
  }

  /**
   * Returns the line of every key that the file in {@code checkout} has, and of those nested in
   * them, by path.
   */
  static Map<String, Integer> lines(Path checkout) throws IOException, RefusedException {
    Path file = checkout.resolve(NAME);
    Map<String, Integer> lines = new HashMap<>();
    if (Files.exists(file)) {
      new ConfigFile(file).values().values().forEach(value -> addLines(value, lines));
    }
    return lines;
  }

  private static void addLines(ConfigValue value, Map<String, Integer> lines) {
    lines.put(value.name(), value.line());
    if (value.node().isObject()) {
      value.object().values().forEach(each -> addLines(each, lines));
    }
  }

  private void into(RunOptions.Builder options) throws IOException, RefusedException {
    set(options, values());
  }

  private void set(RunOptions.Builder options, Map<String, ConfigValue> values)
      throws RefusedException {
    for (Map.Entry<String, ConfigValue> each : values.entrySet()) {
      set(options, each.getKey(), each.getValue());
    }
  }

  private Map<String, ConfigValue> values() throws IOException, RefusedException {
    if (!Files.isReadable(file) || !Files.isRegularFile(file) || Files.size(file) > LIMIT) {
      throw RefusedException.input(
          file + " is not a readable file of at most 1 MiB",
          "check that it is a regular file that you may read, and see docs/configuration.md");
    }
    return values(text());
  }

  private String text() throws IOException, RefusedException {
    byte[] content = Files.readAllBytes(file);
    try {
      if (!Utf8Decoder.isWide(content)) {
        return Utf8Decoder.strictly(content);
      }
    } catch (CharacterCodingException broken) {
      // refused below, with its line
    }
    throw refused(Utf8Decoder.badLine(content), "not valid UTF-8", Utf8Decoder.hint(content));
  }

  private Map<String, ConfigValue> values(String text) throws RefusedException {
    try {
      Optional<YamlValue> root = YamlReader.readScalarAliases(text);
      if (root.isEmpty()) {
        return Map.of();
      }
      ConfigValue value = ConfigValue.of(root.get());
      if (!value.node().isNull() && !value.node().isObject()) {
        throw refused(
            1, "the file is not a mapping", "write 'key: value' lines, such as 'workers: 2'");
      }
      return value.node().isNull() ? Map.of() : value.object();
    } catch (MalformedYamlException broken) {
      throw refused(broken.line(), String.valueOf(broken.getMessage()), broken.hint());
    }
  }

  private void set(RunOptions.Builder options, String key, ConfigValue value)
      throws RefusedException {
    ConfigKey known =
        ConfigKey.of(key)
            .orElseThrow(() -> refused(value.line(), "unknown key '" + key + "'", nearest(key)));
    String hint = "see '" + key + "' in docs/configuration.md";
    try {
      known.set(options, value);
      options.build();
    } catch (ConfigValueException wrong) {
      throw refused(wrong.line(), String.valueOf(wrong.getMessage()), hint);
    } catch (IllegalArgumentException wrong) {
      String why = SettingMessage.about(key, String.valueOf(wrong.getMessage()));
      throw refused(value.line(), why, hint);
    }
  }

  private RefusedException refused(int line, String why, String hint) {
    return RefusedException.input(file + ":" + line + ": " + why, hint);
  }

  private static String nearest(String key) {
    return NearestWord.of(key, ConfigKey.words())
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> "the keys are " + String.join(", ", ConfigKey.words()));
  }

  /** A configuration to start from. */
  public static final String MINIMAL =
      """
      # roundhouse.yaml
      # This agent skips Claude Code's questions (--dangerously-skip-permissions): it may run any
      # command and change any file that you may, as Roundhouse's docs/security.md explains.
      agent: claude         # or another of 'roundhouse agents', or a command that reads its prompt
      gate: mvn -q verify   # must exit with 0 for a change to land
      workers: 2
      """;
}
