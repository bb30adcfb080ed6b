package dev.roundhouse.orchestrator.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a verdict depends on is in its key. */
class GateInputsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/bin", "API", "hush");

  @TempDir Path directory;
  private Path program;
  private Path input;

  @BeforeEach
  void makeFiles() throws IOException {
    program = Files.writeString(directory.resolve("gate"), "#!/bin/sh\n");
    input = Files.writeString(directory.resolve("settings"), "one");
  }

  private List<GateProgram> gate(String... words) {
    Command command = new Command(List.of(words));
    return List.of(new GateProgram(GateCommand.of(command), new Program(command, program)));
  }

  private GateInputs conditions(Map<String, String> environment, String... toolchain) {
    return new GateInputs(SlotEnvironment.of(environment), List.of(toolchain), List.of(input));
  }

  @Test
  void eachPartChangesIt() throws Exception {
    String usual = conditions(ENVIRONMENT, "java 17").key(gate("gate", "a b"));

    assertThat(conditions(ENVIRONMENT, "java 17").key(gate("gate", "a b"))).isEqualTo(usual);
    assertThat(conditions(ENVIRONMENT, "java 17").key(gate("gate", "a", "b"))).isNotEqualTo(usual);
    assertThat(conditions(Map.of("PATH", "/bin"), "java 17").key(gate("gate", "a b")))
        .isNotEqualTo(usual);
    assertThat(
            conditions(Map.of("PATH", "/bin", "API", "loud"), "java 17").key(gate("gate", "a b")))
        .isNotEqualTo(usual);
    assertThat(conditions(ENVIRONMENT, "java 21").key(gate("gate", "a b"))).isNotEqualTo(usual);
    assertThat(conditions(ENVIRONMENT).key(gate("gate", "a b"))).isNotEqualTo(usual);
    Files.writeString(input, "two");
    assertThat(conditions(ENVIRONMENT, "java 17").key(gate("gate", "a b"))).isNotEqualTo(usual);
    Files.delete(input);
    String without = conditions(ENVIRONMENT, "java 17").key(gate("gate", "a b"));
    assertThat(without).isNotEqualTo(usual);
    Files.writeString(input, "one");
    Files.writeString(program, "#!/bin/sh\nexit 0\n");
    assertThat(conditions(ENVIRONMENT, "java 17").key(gate("gate", "a b"))).isNotEqualTo(usual);
  }

  @Test
  void whatSeparatesTwoPartsIsPartOfIt() {
    assertThat(conditions(Map.of("A", "b"), "c", "d").key(gate("gate")))
        .isNotEqualTo(conditions(Map.of("A", "b"), "cd").key(gate("gate")))
        .isNotEqualTo(conditions(Map.of("Ab", ""), "c", "d").key(gate("gate")));
  }

  @Test
  void whoLogsInToGitIsNoPartOfItAndEverythingElseSaidToGitIs() {
    String usual = gitKey("http.extraHeader", "Authorization: Basic dG9rZW4tb25l");

    assertThat(gitKey("http.extraHeader", "Authorization: Basic dG9rZW4tdHdv")).isEqualTo(usual);
    assertThat(gitKey("http.extraHeader", "X-Mode: strict")).isNotEqualTo(usual);
    assertThat(gitKey("core.autocrlf", "true")).isNotEqualTo(gitKey("core.autocrlf", "false"));
  }

  private String gitKey(String key, String value) {
    return conditions(
            Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", key, "GIT_CONFIG_VALUE_0", value))
        .key(gate("gate"));
  }

  @Test
  void nothingCanBeReadBackFromIt() {
    assertThat(conditions(ENVIRONMENT, "java 17").key(gate("gate"))).matches("[0-9a-f]{64}");
  }

  @Test
  void anInputThatIsNoFileIsNoKey() throws Exception {
    Files.delete(input);
    Files.createDirectory(input);

    assertThatThrownBy(() -> conditions(ENVIRONMENT).key(gate("gate")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("settings");
  }
}
