package dev.roundhouse.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal names the line of the key it is about, whatever other keys begin with. */
class ConfigLineTest {
  @TempDir Path checkout;

  private void refuses(String text, int line, String why) throws IOException {
    Path file = Files.writeString(checkout.resolve(ConfigFile.NAME), text);

    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> ConfigFile.read(checkout));

    assertThat(refused).as(text).hasMessage(file + ":" + line + ": " + why);
  }

  @Test
  void anotherKeyThatBeginsAlikeIsNotMeant() throws IOException {
    refuses(
        "# ours\ngateTimeout: 5m\n\ngate: 5\n", 4, "gate must be a command line or a list, not 5");
    refuses("limits: {}\nlimit: 1\n", 2, "unknown key 'limit'");
  }

  @Test
  void aKeyInQuotesIsFound() throws IOException {
    refuses("'gateTimeout': 5m\n\"gate\" : 5\n", 2, "gate must be a command line or a list, not 5");
    refuses("{\n  agent: a,\n  'workers': 0}\n", 3, "workers must be 1 to 256, not 0");
    refuses("agent: a\n\"work\\x65rs\": 0\n", 2, "workers must be 1 to 256, not 0");
    refuses("agent: a\n? workers\n: 0\n", 2, "workers must be 1 to 256, not 0");
  }

  @Test
  void aNestedKeyOrALineOfATextIsNotTakenForIt() throws IOException {
    refuses(
        "limits:\n  agent: {a: 1}\nagent: 5\n",
        3,
        "agent must be a string, for example \"5\", not 5");
    refuses("setup: |\n  workers: 7\nworkers: 0\n", 3, "workers must be 1 to 256, not 0");
  }

  @Test
  void whatIsWrongInsideAValueIsSaidOfItsOwnLine() throws IOException {
    refuses(
        "landing:\n  mode: serial\n  gates: two\n",
        3,
        "landing.gates must be a whole number, not \"two\"");
    refuses(
        "limits:\n\n  colour: 1\n",
        3,
        "limits: unknown key 'colour'; the keys are type, label, agent");
    refuses(
        "gate:\n  - mvn verify\n  - name: x\n",
        3,
        "gate: a gate command needs 'run', its command line");
    refuses(
        "routes:\n  - agent: a\n\n    priority: P11\n",
        4,
        "routes.priority must be P0 to P9, not 'P11'");
    refuses(
        "backoff:\n  longest: 1h\n  first: fast\n",
        3,
        "backoff.first must be a duration such as 90s, 45m or 2h, not 'fast'");
  }

  @Test
  void aKeyThatIsThereTwiceIsNamedAtItsSecondPlace() throws IOException {
    refuses("agent: a\n\nagent: b\n", 3, "not valid YAML: the key 'agent' occurs twice");
    refuses(
        "landing:\n  gates: 2\n  gates: 3\n", 3, "not valid YAML: the key 'gates' occurs twice");
  }
}
