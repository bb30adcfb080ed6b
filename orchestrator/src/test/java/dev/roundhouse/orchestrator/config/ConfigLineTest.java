package dev.roundhouse.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void anAliasIsTheAnchoredValueAndNotTheAnchorsName() throws IOException {
    Path file = checkout.resolve(ConfigFile.NAME);
    Files.writeString(
        file, "target: &a main\nlanding: {branches: true, push: *a}\nlimits: {type: {BUG: 2}}\n");
    RunOptions options = read();
    assertThat(options.form().push()).contains("main");

    refuses("target: &a main\nsetup: *b\n", 2, "not valid YAML: there is no anchor 'b'");
    refuses(
        "copy: &a [x]\nlink: *a\n",
        2,
        "the alias '*a' stands for a list or mapping, which is not supported");
    refuses("workers: &a 2\ntarget: *a\n", 2, "target must be a string, for example \"2\", not 2");
  }

  @Test
  void aValueOfTheWrongKindIsRefusedWithTheRightForm() throws IOException {
    for (String key : List.of("env", "copy", "link", "gateEnv", "gateInputs", "backlog")) {
      refuses(key + ": 5\n", 1, key + " must be a list of strings, for example [a, b], not 5");
      refuses(key + ": [5]\n", 1, key + " must be a list of strings, for example [a, b], not 5");
    }
    refuses(
        "budget: 0\n",
        1,
        "budget must be a mapping such as {run: 20 usd, attempt: 0.50 usd}, not 0");
    refuses(
        "budget:\n  attempt: 1 usd\n  run: 0 usd\n",
        3,
        "budget.run must be more than 0, not '0 usd'; leave the key out for no limit");
    refuses(
        "budget:\n  issue: 3 tokens\n  attempt: 5 tokens\n",
        2,
        "budget.issue must be at least the 5 tokens reserved for an attempt, not 3 tokens");
    Files.writeString(checkout.resolve(ConfigFile.NAME), "only: [17, BUG-3]\nlabel: 2024\n");
    assertThat(read().selection().only()).containsExactlyInAnyOrder("17", "BUG-3");
    assertThat(read().selection().labels()).containsExactly("2024");
  }

  @Test
  void aControlCharacterIsRefusedAtItsKey() throws IOException {
    for (String key : List.of("backlog", "copy", "link", "worktrees", "agentsDir", "gateInputs")) {
      refuses(
          "workers: 1\n" + key + ": \"a\\0b\"\n",
          2,
          key + " must not contain the control character U+0000");
    }
    refuses(
        "landing:\n  message: \"a\\eb\"\n",
        2,
        "landing.message must not contain the control character U+001B");
    refuses(
        "steps:\n  implement:\n    prompt: \"a\\0b\"\n",
        3,
        "steps.implement.prompt must not contain the control character U+0000");
  }

  @Test
  void anotherEncodingIsRefusedWithTheLineAndTheCommandThatHelps() throws IOException {
    Path file = checkout.resolve(ConfigFile.NAME);
    Files.write(file, "workers: 1\n# für uns\n".getBytes(StandardCharsets.ISO_8859_1));
    RefusedException refused = refusal();
    assertThat(refused).hasMessage(file + ":2: not valid UTF-8");
    assertThat(refused.hint()).contains("UTF-8", "iconv -f WINDOWS-1252");

    for (Charset wide : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
      Files.write(file, "workers: 1\n".getBytes(wide));
      refused = refusal();
      assertThat(refused).hasMessage(file + ":1: not valid UTF-8");
      assertThat(refused.hint()).contains("iconv -f UTF-16 -t UTF-8");
    }
  }

  private RefusedException refusal() {
    return catchThrowableOfType(RefusedException.class, () -> ConfigFile.read(checkout));
  }

  private RunOptions read() throws IOException {
    try {
      return ConfigFile.read(checkout).build();
    } catch (RefusedException refused) {
      throw new AssertionError(refused);
    }
  }
}
