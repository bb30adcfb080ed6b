package dev.roundhouse.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlNodes;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * The JSON Schema of the configuration accepts what its reader accepts, and refuses what an editor
 * can know to be wrong. It is published in docs/schemas; {@code -Dschema.write=true} writes it.
 */
class ConfigSchemaTest {
  private static final Path FILE = Path.of("../docs/schemas/roundhouse.schema.json");
  private static final Path READINGS = Path.of("src/test/resources/config/readings.txt");
  private static final String KEYS = "the keys are ";
  private static final String VISIBLE = "¶⇥↵⌘␀␇";
  private static final String MEANT = "\n\t\r\ufeff\0\007";

  /** What no schema can say: the words of a command line, ranges of time, other values. */
  private static final Pattern FOR_THE_READER =
      Pattern.compile(
          "!!binary|control character|is not closed|must be more than 0s and at most|two commands are called"
              + "|takes patterns such as|must be at least the|belong to a|is not the name of a header");

  @TempDir Path checkout;

  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigReference.schema());

  @Test
  void thePublishedSchemaIsTheProgramsOwn() throws IOException {
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(FILE, ConfigReference.schema());
    }

    assertThat(Files.readString(FILE)).isEqualTo(ConfigReference.schema());
  }

  @Test
  void atEveryLevelTheSchemaHasTheKeysOfTheReader() throws Exception {
    List<String> levels = new ArrayList<>();
    compareKeys(JsonMapper.shared().readTree(ConfigReference.schema()), "%s", levels);

    assertThat(levels).hasSizeGreaterThan(15);
  }

  /** Compares the keys at one level, whose YAML goes into {@code place}, and at those below it. */
  private void compareKeys(JsonNode at, String place, List<String> levels) throws Exception {
    JsonNode properties = at.path("properties");
    if (properties.isObject()) {
      levels.add(place);
      Files.writeString(
          checkout.resolve(ConfigFile.NAME), String.format(place, "{colour: red}") + "\n");
      RefusedException unknown =
          catchThrowableOfType(RefusedException.class, () -> ConfigFile.read(checkout));
      assertThat(unknown.getMessage()).as(place).contains("unknown key 'colour'");
      assertThat(known(unknown))
          .as(place)
          .containsExactlyInAnyOrderElementsOf(properties.propertyNames());
    }
    for (String name : properties.propertyNames()) {
      String below = String.format(place, "{" + name + ": %s}");
      compareKeys(properties.path(name), below, levels);
    }
    for (JsonNode each : at.path("anyOf")) {
      compareKeys(each, place, levels);
    }
    if (at.path("items").isObject()) {
      compareKeys(at.path("items"), String.format(place, "[%s]"), levels);
    }
    if (at.path("additionalProperties").isObject()) {
      compareKeys(at.path("additionalProperties"), String.format(place, "{x: %s}"), levels);
    }
  }

  /** The keys that a refusal lists. */
  private static List<String> known(RefusedException unknown) {
    String said = unknown.getMessage() + '\n' + unknown.hint();
    String listed = said.substring(said.indexOf(KEYS) + KEYS.length()).split("\n", 2)[0];
    return List.of(listed.split(", "));
  }

  @Test
  void whatTheReaderAcceptsIsValid() throws IOException {
    List<String> wrong = new ArrayList<>();
    int accepted = 0;
    for (String each : Files.readAllLines(READINGS)) {
      if (each.contains(" => is ")) {
        accepted++;
        JsonNode node = node(each).orElseThrow();
        if (!schema.validate(node).isEmpty()) {
          wrong.add(each + " but " + schema.validate(node));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(accepted).isGreaterThan(200);
  }

  @Test
  void whatTheReaderRefusesForItsKeysAndTypesIsNotValid() throws IOException {
    List<String> wrong = new ArrayList<>();
    int refused = 0;
    for (String each : Files.readAllLines(READINGS)) {
      Optional<JsonNode> node = node(each);
      if (!each.contains(" => is ") && node.isPresent() && !isForTheReader(each, node.get())) {
        refused++;
        if (schema.validate(node.get()).isEmpty()) {
          wrong.add(each);
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(refused).isGreaterThan(500);
  }

  private static boolean isForTheReader(String reading, JsonNode node) {
    return FOR_THE_READER.matcher(reading).find() || isWhole(node);
  }

  /** Tells whether a number such as 1.0 is in it, which is whole to a schema. */
  private static boolean isWhole(JsonNode node) {
    if (node.isDouble()) {
      return node.doubleValue() == Math.rint(node.doubleValue());
    }
    return node.valueStream().anyMatch(ConfigSchemaTest::isWhole);
  }

  /** The tree of the text of a reading, if it is YAML. */
  private static Optional<JsonNode> node(String reading) {
    String text = reading.substring(0, reading.indexOf(" => "));
    for (int i = 0; i < VISIBLE.length(); i++) {
      text = text.replace(VISIBLE.charAt(i), MEANT.charAt(i));
    }
    try {
      Optional<YamlValue> root = YamlReader.readScalarAliases(text + "\n");
      return Optional.of(root.isEmpty() ? NullNode.getInstance() : YamlNodes.of(root.get()));
    } catch (MalformedYamlException broken) {
      return Optional.empty();
    }
  }

  @Test
  void everyKeyIsDescribedAndHasAnExample() {
    JsonNode properties = JsonMapper.shared().readTree(ConfigReference.schema()).path("properties");
    for (JsonNode each : properties) {
      assertThat(each.path("description").asString()).isNotBlank();
      assertThat(each.path("examples").isEmpty()).isFalse();
    }
  }
}
