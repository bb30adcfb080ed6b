package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What {@code config} says about the values in force. */
class ConfigCommandTest extends CommandFixture {
  private Path configure(String text) throws IOException {
    return Files.writeString(git.root().resolve(ConfigFile.NAME), text);
  }

  @Test
  void everyValueIsShownWithItsOrigin() throws IOException {
    configure("# ours\nagent: ./fix.sh\nlanding:\n  gates: 3\n");

    Shell.Answer answer = shell.type("config", "--workers", "4");

    assertThat(answer.code()).isZero();
    assertThat(answer.out().lines())
        .anyMatch(line -> line.matches("agent +\\./fix\\.sh +roundhouse\\.yaml:2"))
        .anyMatch(line -> line.matches("workers +4 +--workers"))
        .anyMatch(line -> line.matches("landing\\.gates +3 +roundhouse\\.yaml:4"))
        .anyMatch(line -> line.matches("landing\\.mode +speculate +default"))
        .anyMatch(line -> line.matches("target +the branch checked out +default"));
  }

  @Test
  void aFlagOverridesTheFileAndAnotherOneMayImplyAValue() throws IOException {
    configure("workers: 3\n");

    assertThat(shell.type("config", "workers", "--workers", "5").out())
        .containsPattern("workers +5 +--workers");
    assertThat(shell.type("config", "landing", "--push", "origin").out())
        .containsPattern("landing.push +origin +--push")
        .containsPattern("landing.branches +true +another flag");
  }

  @Test
  void oneKeyIsExplained() throws IOException {
    configure("workers: 3\n");

    assertThat(shell.type("config", "workers").out())
        .isEqualTo(
            """
            KEY      VALUE  FROM
            workers  3      roundhouse.yaml:1

            How many issues are worked on at once, 1 to 256.
            Default: 2
            Flag:    --workers N
            Example: workers: 4
            """);
    assertThat(shell.type("config", "gate.run").out())
        .isEqualTo("\nThe command line, or a list of its words.\nDefault: none; required\n");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearest() {
    Shell.Answer answer = shell.type("config", "wrokers");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("there is no key 'wrokers'", "did you mean 'workers'?");
  }

  @Test
  void theFileAloneIsCheckedOrNamed() throws IOException {
    Path file = git.root().toRealPath().resolve(ConfigFile.NAME);
    assertThat(shell.type("config", "--path").out()).isEqualTo(file + "\n");
    assertThat(shell.type("config", "--check").out())
        .contains(" does not exist; the defaults apply");

    configure("workers: 3\n");
    assertThat(shell.type("config", "--check").out()).isEqualTo(file + " is valid\n");

    configure("workers: 3\ncolour: red\n");
    Shell.Answer wrong = shell.type("config", "--check");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains(ConfigFile.NAME + ":2: unknown key 'colour'");
  }

  @Test
  void theSchemaIsPrintedEvenOutsideARepository() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("outside"));

    Shell.Answer answer = shell.type("-C", outside.toString(), "config", "--schema");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).isEqualTo(ConfigReference.schema());
  }

  @Test
  void scriptsGetOneObject() throws IOException {
    configure("landing: {gates: 3}\n");

    JsonNode json = shell.type("config", "landing.gates", "--json").json();

    assertThat(json.path("exists").booleanValue()).isTrue();
    JsonNode gates = json.path("settings").path(0);
    assertThat(gates.path("key").asString()).isEqualTo("landing.gates");
    assertThat(gates.path("value").intValue()).isEqualTo(3);
    assertThat(gates.path("from").asString()).isEqualTo("file");
    assertThat(gates.path("line").intValue()).isEqualTo(1);
    assertThat(gates.path("flag").asString()).isEqualTo("--gates");
    assertThat(gates.path("default").asString()).isEqualTo("2");
  }

  @Test
  void aFolderThatOnlyLooksLikeARepositoryIsPartOfTheOneAroundIt() {
    git.issue("A-1").commitAll("backlog");
    git.write("inner/roundhouse.yaml", "wrokers: 7\n").write("inner/.git/HEAD", "damaged\n");
    git.write("inner/.git/objects/x", "").write("inner/.git/refs/x", "");

    Shell.Answer answer = shell.typeIn(git.root().resolve("inner"), "list");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("A-1");
  }
}
