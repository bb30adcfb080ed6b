package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that is a profile with options of the user's: the programs record their arguments, and
 * print what the real ones printed.
 */
@Tag("slow")
class ProfileOptionsTest {
  private static final String CLAUDE =
      "-p --output-format stream-json --verbose --dangerously-skip-permissions";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
  }

  private Path program(String name, String stream, int exit) throws Exception {
    return program(temporary.resolve("bin").resolve(name), stream, exit);
  }

  private Path program(Path file, String stream, int exit) throws Exception {
    Path recorded =
        Path.of(
            Objects.requireNonNull(ProfileOptionsTest.class.getResource("/streams/" + stream))
                .toURI());
    String script =
        "#!/bin/sh\ncat >/dev/null\necho \"$*\" >>\"$HOME/arguments\"\n"
            + "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n"
            + "cat '"
            + recorded
            + "'\nexit "
            + exit
            + "\n";
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    assertThat(Files.writeString(file, script).toFile().setExecutable(true)).isTrue();
    return file;
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\nworkers: 1\n" + yaml + "\n");
    git.issue("A-1").commitAll("backlog");
    return git.configuredOrchestrator(environment).listener(events::add).build().run();
  }

  private List<String> arguments() throws IOException {
    return Files.readAllLines(Path.of(environment.getOrDefault("HOME", ""), "arguments"));
  }

  private IssueRecord record() throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"))
        .issue(new IssueId("A-1"))
        .orElseThrow();
  }

  private List<String> notices(boolean warning) {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(RunEvent.Noticed.class::cast)
        .filter(each -> each.warning() == warning)
        .map(RunEvent.Noticed::message)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent: {profile: claude, args: [--model, opus]}",
        "agent: {profile: claude, args: --model opus}",
        "agent: claude --model opus",
        "agent: BIN/claude --model opus",
        "agent: OTHER\nroutes: [{agent: claude --model opus}]",
        "agent: OTHER\nroutes: [{agent: {profile: claude, args: [--model, opus]}}]",
        "agent: OTHER\nsteps: {implement: {agent: {profile: claude, args: [--model, opus]}}}",
      })
  void itsOptionsFollowThoseOfTheProfileAndItsOutputIsRead(String yaml) throws Exception {
    program("claude", "claude-done.jsonl", 0);
    String configured =
        yaml.replace("BIN", temporary.resolve("bin").toString())
            .replace("OTHER", git.script("other", "exit 9"));

    assertThat(run(configured).isComplete()).isTrue();

    assertThat(arguments()).containsExactly(CLAUDE + " --model opus");
    assertThat(record().usage().tokens()).isEqualTo(940);
    assertThat(record().usage().costUsd()).isEqualByComparingTo("0.00405");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "codex -m m | exec --json --dangerously-bypass-approvals-and-sandbox -m m | 940",
        "codex exec --yolo | exec --json --yolo | 940",
        "gemini -m m | --yolo --skip-trust --output-format stream-json -m m | 940",
        "opencode run --auto -m m | run --format json --auto -m m | 940",
        "qwen -y | --output-format stream-json -y | 900",
        "copilot --allow-all | --no-ask-user --no-auto-update --output-format json --allow-all | 0",
      })
  void eachKnownProgramHasItsProfileWhenALineBeginsWithIt(String line, String argv, int tokens)
      throws Exception {
    String name = line.substring(0, line.indexOf(' '));
    program(name, name + "-done.jsonl", 0);

    assertThat(run("agent: " + line).isComplete()).isTrue();

    assertThat(arguments()).containsExactly(argv);
    assertThat(record().usage().tokens()).isEqualTo(tokens);
    assertThat(notices(false)).anyMatch(each -> each.contains("by the profile " + name));
  }

  @Test
  void theFirstLinesOfARunSayWhichProfileIsUsedAndWhatItSkips() throws Exception {
    program("claude", "claude-done.jsonl", 0);

    run("agent: claude --model opus");

    assertThat(notices(false))
        .containsSubsequence(
            "claude --model opus is run by the profile claude: claude " + CLAUDE + " --model opus",
            "--dangerously-skip-permissions skips all of Claude Code's questions: it may run any"
                + " command and change any file that you may");
    assertThat(events.stream().limit(2))
        .extracting(RunEvent::getClass)
        .isEqualTo(List.of(RunEvent.Started.class, RunEvent.Noticed.class));
  }

  @Test
  void aLineThatLeavesThePermissionsToTheProgramIsPermittedNoMore() throws Exception {
    program("claude", "claude-done.jsonl", 0);

    run("agent: claude -p --permission-mode acceptEdits");

    assertThat(arguments())
        .containsExactly("--output-format stream-json --verbose -p --permission-mode acceptEdits");
    assertThat(record().usage().tokens()).isEqualTo(940);
    assertThat(notices(false)).anyMatch(each -> each.contains("skips none of its questions"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent: {command: [claude, -p, --dangerously-skip-permissions]}",
        "agent: {command: claude -p --dangerously-skip-permissions}",
        "agent: env claude -p --dangerously-skip-permissions",
      })
  void aPlainCommandIsRunAsItStands(String yaml) throws Exception {
    program("claude", "claude-done.jsonl", 0);

    assertThat(run(yaml).isComplete()).isTrue();

    assertThat(arguments()).containsExactly("-p --dangerously-skip-permissions");
    assertThat(record().usage().tokens()).isZero();
    assertThat(notices(false)).noneMatch(each -> each.contains("profile"));
    assertThat(notices(true)).isEmpty();
  }

  @Test
  void aLineWhoseOutputCannotBeReadIsRunAsItStandsAndThatIsSaid() throws Exception {
    program("claude", "claude-done.jsonl", 0);

    assertThat(run("agent: claude -p --output-format text").isComplete()).isTrue();

    assertThat(arguments()).containsExactly("-p --output-format text");
    assertThat(notices(true))
        .containsExactly(
            "claude -p --output-format text is run as it stands: with '--output-format text' its"
                + " profile cannot read its limits, log-in, tokens and cost; write {command: [...]}"
                + " if that is meant");
  }

  @Test
  void aScriptOfTheProjectThatIsCalledLikeAKnownProgramIsRunAsItStands() throws Exception {
    program(git.root().resolve("tools/claude"), "claude-done.jsonl", 0);

    assertThat(run("agent: ./tools/claude --model opus").isComplete()).isTrue();

    assertThat(arguments()).containsExactly("--model opus");
  }

  @Test
  void aProfileThatIsNamedAsSuchIsNeverAScriptOfThatName() throws Exception {
    program("claude", "claude-done.jsonl", 0);
    git.write(".roundhouse/agents/own.sh", "#!/bin/sh\n# name: claude\nexit 3\n");
    assertThat(git.root().resolve(".roundhouse/agents/own.sh").toFile().setExecutable(true))
        .isTrue();

    assertThat(run("agent: {profile: claude}").isComplete()).isTrue();

    assertThat(arguments()).containsExactly(CLAUDE);
  }

  @Test
  void aRefusedLogInIsExplainedForAProfileWithOptionsToo() throws Exception {
    program("claude", "claude-401.jsonl", 1);

    run("agent: claude --model opus");

    assertThat(notices(true))
        .anyMatch(
            each ->
                each.startsWith("claude --model opus cannot log in")
                    && each.contains("type /login in 'claude'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent: {profile: cluade} | agent.profile must be one of claude, codex, gemini, opencode,"
            + " qwen, copilot, aider, not 'cluade'",
        "agent: {profile: claude, args: [--output-format, text]} | agent.args must not contain"
            + " '--output-format text', with which the profile cannot work; for a plain command"
            + " write {command: [...]}",
        "agent: {args: [a]} | agent must have either 'profile', with 'args' if there are any,"
            + " or 'command'",
        "agent: {profile: claude, command: a} | agent must have either 'profile', with 'args'"
            + " if there are any, or 'command'",
        "agent: {command: a, args: [b]} | agent.args must not be combined with 'command'; write the"
            + " words after the program",
        "agent: {profile: claude, args: [[a]]} | agent.args must be a list of words, such as"
            + " [--model, opus], not [\"a\"]",
        "agent: {profile: claude, model: opus} | agent: unknown key 'model'; the keys are"
            + " profile, args, command",
        "agent: {command: []} | agent: a command needs a program",
        "routes: [{agent: {profile: claude}}, {agent: {command: claude}}] | routes.agent: 'claude'"
            + " is given as a profile and as a plain command",
      })
  void whatCannotBeIsRefusedWithItsLine(String yaml, String message) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, () -> run(yaml));

    assertThat(refused).hasMessageEndingWith("roundhouse.yaml:3: " + message);
  }
}
