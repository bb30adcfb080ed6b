package dev.roundhouse.orchestrator.config;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads {@code roundhouse.yaml} strictly: an unknown key, or a value of the wrong kind or out of
 * range, is an error that names the file, the line and the key. Stateless; safe for use by any
 * number of threads.
 */
public final class ConfigFile {
  /** The file's name at the root of a checkout. */
  public static final String NAME = "roundhouse.yaml";

  private static final int LIMIT = 1 << 20;
  private static final int FAR = 4;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

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
    }
    return options;
  }

  private void into(RunOptions.Builder options) throws IOException, RefusedException {
    if (!Files.isReadable(file) || !Files.isRegularFile(file) || Files.size(file) > LIMIT) {
      throw RefusedException.input(
          file + " cannot be read as a file of less than 1 MiB",
          "look at its kind and permissions");
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    for (Map.Entry<String, JsonNode> each : parse(text).properties()) {
      set(options, each.getKey(), new ConfigValue(each.getValue()), text);
    }
  }

  private JsonNode parse(String text) throws RefusedException {
    try {
      JsonNode root = YAML.readTree(text);
      if (root.isMissingNode() || root.isNull()) {
        return YAML.createObjectNode();
      }
      if (!root.isObject()) {
        throw RefusedException.input(
            file + ":1: the configuration is not a list of 'key: value' lines", example());
      }
      return root;
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
      String why = String.valueOf(broken.getOriginalMessage()).lines().findFirst().orElse("");
      throw RefusedException.input(file + ":" + Math.max(1, line) + ": " + why, example());
    }
  }

  private void set(RunOptions.Builder options, String key, ConfigValue value, String text)
      throws RefusedException {
    String where = file + ":" + line(text, key) + ": ";
    ConfigKey known =
        ConfigKey.of(key)
            .orElseThrow(
                () -> RefusedException.input(where + "unknown key '" + key + "'", nearest(key)));
    try {
      known.set(options, value);
      options.build();
    } catch (IllegalArgumentException wrong) {
      throw RefusedException.input(where + key + ": " + wrong.getMessage(), example());
    }
  }

  private static int line(String text, String key) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith(key) || line.startsWith('"' + key) || line.startsWith("'" + key)) {
        return i + 1;
      }
    }
    return 1;
  }

  private static String nearest(String key) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String near =
        ConfigKey.words().stream()
            .min(Comparator.comparing(word -> distance.apply(word, key)))
            .orElseThrow();
    return distance.apply(near, key) < FAR
        ? "did you mean '" + near + "'?"
        : "the keys are " + String.join(", ", ConfigKey.words());
  }

  private static String example() {
    return "for example:\n" + MINIMAL.strip().indent(4).stripTrailing();
  }

  /** A configuration to start from. */
  public static final String MINIMAL =
      """
      # roundhouse.yaml
      agent: claude -p --dangerously-skip-permissions   # any command; the prompt is on its stdin
      gate: mvn -q verify                               # must exit with 0 for a change to land
      workers: 2
      """;
}
