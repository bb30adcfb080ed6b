package dev.roundhouse.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.yaml.YamlNodes;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The reference of the configuration says what its reader does. */
class ConfigReferenceTest {
  @TempDir Path checkout;

  /** The path of every key that the reader accepts. */
  private static List<String> accepted() {
    List<String> names = new ArrayList<>();
    for (ConfigKey each : ConfigKey.values()) {
      names.add(each.word());
      addNested(each.word(), each.type(), names);
    }
    return names;
  }

  private static void addNested(String path, ConfigType type, List<String> names) {
    if (type == AgentsConfig.AGENT && !path.equals("agent")) {
      return; // described once
    }
    if (type instanceof ConfigType.Mapping mapping) {
      for (ConfigType.Key each : mapping.keys()) {
        names.add(path + "." + each.name());
        addNested(path + "." + each.name(), each.type(), names);
      }
    } else if (type instanceof ConfigType.Either either) {
      either.types().forEach(each -> addNested(path, each, names));
    } else if (type instanceof ConfigType.Many many) {
      addNested(path, many.item(), names);
    } else if (type instanceof ConfigType.Named named) {
      addNested(path, named.value(), names);
    }
  }

  @Test
  void theReferenceDescribesEveryKeyAndNoOther() {
    assertThat(ConfigReference.keys())
        .extracting(ConfigReference.Key::name)
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(accepted()));
  }

  @Test
  void everyExampleIsAccepted() throws Exception {
    for (ConfigReference.Key each : ConfigReference.keys()) {
      if (!each.example().isEmpty()) {
        read(each.name() + ": " + each.example());
      }
    }
  }

  @Test
  void theUsualValueInWordsBeginsWithTheOneInForce() throws Exception {
    for (ConfigReference.Setting each : ConfigReference.settings(checkout, RunOptions.defaults())) {
      assertThat(each.key().usual()).as(each.key().name()).startsWith(each.text());
    }
  }

  @Test
  void theValuesOfEverySettingAreReadBackAsTheSameOptions() throws Exception {
    RunOptions chosen = read(examples());
    StringBuilder again = new StringBuilder();
    for (ConfigKey each : ConfigKey.values()) {
      Object value = each.value(chosen);
      assertThat(value).as(each.word()).isNotNull();
      again.append(each.word()).append(": ").append(ConfigSerializer.text(value)).append('\n');
    }

    assertThat(read(again.toString())).isEqualTo(chosen);
  }

  private static String examples() {
    StringBuilder all = new StringBuilder();
    for (ConfigReference.Key each : ConfigReference.keys()) {
      if (!each.example().isEmpty()) {
        all.append(each.name()).append(": ").append(each.example()).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void aTextThatWouldBeReadAsSomethingElseIsQuoted() throws Exception {
    for (String each :
        List.of(
            "true", "null", "5", "1.5", "-", "a: b", "a #b", "*", "**/x", "{{x}}", "[a", "'", "\"",
            "a\\b", "é", " a ", "", "./.inf", ".inf", "no", "x, y", "a\nb")) {
      String text = ConfigSerializer.text(Map.of("key", List.of(each)));
      assertThat(YamlNodes.of(YamlReader.read(text).orElseThrow()).path("key").path(0))
          .as(text)
          .isEqualTo(JsonMapper.shared().valueToTree(each));
    }
    assertThat(ConfigSerializer.text("npm run test -- --ci")).isEqualTo("npm run test -- --ci");
  }

  @Test
  void aSettingKnowsTheLineThatSetsIt() throws Exception {
    String text = "# ours\nworkers: 3\n\nlanding:\n  # two\n  gates: 4\nlimits: {type: {BUG: 1}}\n";
    RunOptions options = read(text);
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (ConfigReference.Setting each : ConfigReference.settings(checkout, options)) {
      if (each.line() > 0) {
        lines.put(each.key().name() + "=" + each.text(), each.line());
      }
    }

    assertThat(lines)
        .isEqualTo(Map.of("workers=3", 2, "landing.gates=4", 6, "limits.type={bug: 1}", 7));
  }

  private RunOptions read(String text) throws Exception {
    Files.writeString(checkout.resolve(ConfigFile.NAME), text);
    return ConfigFile.read(checkout).build();
  }
}
