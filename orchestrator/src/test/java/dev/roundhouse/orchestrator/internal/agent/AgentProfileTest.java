package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Argument;
import dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ready-made profiles; the programs themselves are run by {@link RealAgentsTest}. */
class AgentProfileTest {
  private static final Path FILE = Path.of("/run/prompt.md");
  private static final String PROMPT = "--help; rm -rf $HOME";

  @TempDir Path temporary;

  @Test
  void theUsualProgramsAreKnownByName() {
    assertThat(AgentProfile.all())
        .extracting(AgentProfile::name)
        .containsExactly(
            "claude", "codex", "gemini", "opencode", "qwen", "copilot", "aider", "shell")
        .allSatisfy(name -> assertThat(AgentProfile.find(name)).isPresent());
    assertThat(AgentProfile.find("emacs")).isEqualTo(Optional.empty());
    assertThat(AgentProfile.find("")).isEmpty();
  }

  @Test
  void everyProfileSaysWhatItIsAndHowThatIsKnown() {
    assertThat(AgentProfile.all())
        .allSatisfy(
            profile -> {
              assertThat(profile.description()).isNotBlank().doesNotContain("\n");
              assertThat(profile.verified()).isNotBlank().doesNotContain("\n");
              assertThat(profile.environment()).allMatch(name -> name.matches("[A-Z][A-Z0-9_]*"));
            });
  }

  @Test
  void theDocumentationShowsEveryCommandLine() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "profiles.md"));

    assertThat(AgentProfile.all())
        .allSatisfy(
            profile ->
                assertThat(text)
                    .contains(
                        "| `"
                            + profile.name()
                            + "` | "
                            + profile.description()
                            + " | `"
                            + commandLine(profile)
                            + "` |"));
  }

  private static String commandLine(AgentProfile profile) {
    String program = profile.name().equals("shell") ? "PROGRAM" : profile.name();
    return String.join(
        " ", profile.argv(List.of(program), List.of(), PROMPT, Path.of("/PROMPT.md")));
  }

  @Test
  void noReadyMadeProfileShowsThePromptToOtherUsersOrTakesItForAnOption() {
    assertThat(AgentProfile.all())
        .allSatisfy(
            profile ->
                assertThat(profile.argv(List.of("agent"), List.of(), PROMPT, FILE))
                    .startsWith("agent")
                    .doesNotContain(PROMPT));
  }

  @Test
  void furtherOptionsFollowTheProfilesOwn() {
    AgentProfile codex = AgentProfile.find("codex").orElseThrow();

    assertThat(codex.argv(List.of("/opt/codex"), List.of("--model", "m"), PROMPT, FILE))
        .containsExactly(
            "/opt/codex",
            "exec",
            "--json",
            "--dangerously-bypass-approvals-and-sandbox",
            "--model",
            "m");
    assertThat(codex.passing().onStandardInput()).isTrue();
  }

  @Test
  void aPromptInAFileIsNamedByItsOption() {
    AgentProfile aider = AgentProfile.find("aider").orElseThrow();

    assertThat(aider.argv(List.of("aider"), List.of(), PROMPT, FILE))
        .endsWith("--message-file", "/run/prompt.md");
    assertThat(aider.passing().onStandardInput()).isFalse();
  }

  @Test
  void aPromptAsAnArgumentComesAfterTheEndOfOptions() {
    AgentProfile own =
        new AgentProfile(
            "own",
            "Our own",
            ProfileArguments.of(Argument.of(Role.COMMAND, "run")),
            "",
            PromptDelivery.ARGUMENT,
            List.of(),
            AgentProfile.LOG_IN,
            StreamFormat.PLAIN,
            Optional.empty(),
            Optional.empty(),
            "here");

    assertThat(own.argv(List.of("own"), List.of("-v"), PROMPT, FILE))
        .containsExactly("own", "run", "-v", "--", PROMPT);
  }

  @Test
  void aFileNeedsAnOptionAndOnlyAFileDoes() {
    assertThatThrownBy(() -> PromptDelivery.file("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PromptDelivery(PromptDelivery.Way.STDIN, "--file"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyProgramThatReadsItsInputCanBeRun() throws IOException, InterruptedException {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    Path prompt = Files.writeString(temporary.resolve("prompt.md"), "--greet\n");
    Path log = temporary.resolve("log");
    AgentProfile shell = AgentProfile.find("shell").orElseThrow();
    String script = git.script("agent", "cat > greeting.txt\nprintf '## VERDICT\\n\\nready\\n'\n");

    ProcessEnding ending =
        new ProcessRunner()
            .launch(
                new ProcessRunner.Launch(
                    new Command(shell.argv(List.of(script), List.of(), "--greet\n", prompt)),
                    git.root(),
                    git.environment(),
                    prompt,
                    log,
                    UUID.randomUUID().toString()))
            .run(
                TimeLimits.of(Duration.ofMinutes(1)),
                new CompletableFuture<>(),
                Duration.ofSeconds(5));

    assertThat(ending).isEqualTo(new ProcessEnding.Exited(0));
    assertThat(git.read("greeting.txt")).isEqualTo("--greet\n");
    assertThat(shell.format().read(log, Clock.systemUTC()).verdict()).contains("ready");
  }
}
