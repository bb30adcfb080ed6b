package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the real CLIs through their profiles, in a worktree, against a scripted model: with {@code
 * -Dreal.agents=true}, and {@code npm} on the {@code PATH}. They are installed into {@code
 * -Dreal.agents.directory}, by default a folder among the temporary files, unless they are there.
 */
class RealAgentsTest {
  private static final String PROMPT = "-- write a greeting\n";

  @TempDir Path temporary;
  private GitFixture git;
  private RealAgentFixture agents;
  private Path worktree;
  private Path log;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    RealAgentFixture.install();
  }

  @BeforeEach
  void prepare() {
    git = GitFixture.in(temporary.resolve("project"));
    agents = new RealAgentFixture(git, temporary);
    worktree = temporary.resolve("worktree");
    log = temporary.resolve("log");
    git.git("worktree", "add", "-q", "-b", "issue", worktree.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "claude,   840, 100, 600",
    "codex,    840, 100, 600",
    "gemini,   840, 100, 600",
    "opencode, 840, 100, 600",
    "qwen,     800, 100, 600",
    "copilot,  0,   0,   0"
  })
  void itEditsAFileInTheWorktreeAndReports(String name, long input, long output, long cached)
      throws Exception {
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      ProcessEnding ending = run(name, agents.settings(name, model.url()), more(name));
      AgentReport report = report(name);

      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(0));
      assertThat(model.requests()).anyMatch(request -> request.contains("-- write a greeting"));
      assertThat(Files.readString(worktree.resolve("greeting.txt"))).isEqualTo("hello");
      assertThat(git.gitIn(worktree, "status", "--porcelain")).isEqualTo("?? greeting.txt");
      assertThat(git.git("status", "--porcelain")).isEmpty();
      assertThat(report.session()).isNotEmpty();
      assertThat(report.toolUses()).isEqualTo(1);
      assertThat(report.tokens()).isEqualTo(new Tokens(input, output, cached));
      assertThat(report.verdict()).contains("ready");
      assertThat(report.error()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude --model opus | true",
        "claude -p --dangerously-skip-permissions --model sonnet | true",
        "claude --permission-mode bypassPermissions | true",
        "claude --permission-mode acceptEdits --allowedTools Bash | true",
        "claude --disallowedTools Bash | false",
        "claude -p | false",
        "codex -m scripted | true",
        "codex exec --yolo | true",
        "codex -c model_reasoning_effort=low exec --dangerously-bypass-approvals-and-sandbox | true",
        "codex exec -s danger-full-access | true",
        "codex -c sandbox_mode=danger-full-access | true",
        "codex exec -s read-only | false",
      })
  void aLineWithOptionsIsReadAndPermittedNoMoreThanItSays(String line, boolean edits)
      throws Exception {
    List<String> words = Command.parse(line).argv();
    String name = words.get(0);
    try (ScriptedModel model = ScriptedModel.wanting("printf hello > greeting.txt")) {
      ProcessEnding ending =
          run(name, agents.settings(name, model.url()), words.subList(1, words.size()));

      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(0));
      assertThat(Files.exists(worktree.resolve("greeting.txt"))).isEqualTo(edits);
      assertThat(report(name).tokens().output()).isPositive();
      assertThat(report(name).session()).isNotEmpty();
    }
  }

  @Test
  void claudeNamesTheTimeAtWhichASubscriptionResets() throws Exception {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Later.\"}}";
    Map<String, String> headers =
        Map.of(
            "x-should-retry", "false",
            "anthropic-ratelimit-unified-status", "rejected",
            "anthropic-ratelimit-unified-reset", "1800000000",
            "anthropic-ratelimit-unified-representative-claim", "five_hour");
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(429, body, headers))) {
      Map<String, String> settings = agents.settings("claude", model.url());
      settings.remove("ANTHROPIC_API_KEY");
      settings.put("CLAUDE_CODE_OAUTH_TOKEN", "scripted");
      run("claude", settings, List.of());
    }
    isLimitedUntilReset(report("claude"));
  }

  @Test
  void codexNamesTheTimeAtWhichASubscriptionResets() throws Exception {
    String body =
        "{\"error\":{\"type\":\"usage_limit_reached\",\"plan_type\":\"plus\","
            + "\"resets_at\":1800000000}}";
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(429, body, Map.of()))) {
      run("codex", agents.settings("codex", model.url()), List.of());
    }
    isLimitedUntilReset(report("codex"));
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex", "opencode", "qwen", "copilot"})
  void aRefusedKeyIsNoticed(String name) throws Exception {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"no\"}}";
    try (ScriptedModel model =
        ScriptedModel.refusing(
            new ScriptedModel.Refusal(401, body, Map.of("x-should-retry", "false")))) {
      run(name, agents.settings(name, model.url()), more(name));
    }
    assertThat(report(name).refusal().map(Refusal::trouble))
        .as(Files.readString(log))
        .contains(AccountProblem.LOG_IN);
  }

  /** The table of docs/profiles.md, for what the programs answer within the limit of this test. */
  @ParameterizedTest
  @CsvSource({
    "claude, 400, invalid_request_error, Your credit balance is too low,  CREDIT",
    "claude, 400, invalid_request_error, messages.0 is empty,             ",
    "claude, 402, billing_error,         Your account has a problem,      CREDIT",
    "claude, 403, permission_error,      Your key may not do that,        LOG_IN",
    "claude, 404, not_found_error,       model: scripted,                 MODEL",
    "codex,  400, invalid_request_error, Unsupported parameter,           ",
    "codex,  400, billing_hard_limit,    Billing hard limit was reached,  CREDIT",
    "codex,  402, billing_not_active,    Your account is not active,      CREDIT",
    "codex,  403, forbidden,             Your country is not supported,   LOG_IN",
    "codex,  429, insufficient_quota,    You exceeded your current quota, CREDIT",
    "codex,  429, requests,              Rate limit reached,              LIMIT",
    "codex,  500, server_error,          The server had an error,         SERVICE",
    "codex,  503, server_error,          Overloaded,                      SERVICE",
    "codex,  529, server_error,          Overloaded,                      SERVICE",
  })
  void aRefusalIsToldFromAnErrorOfTheRequest(
      String name, int status, String type, String message, @Nullable AccountProblem trouble)
      throws Exception {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}}"
            .formatted(type, type, message);
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(status, body, Map.of()))) {
      assertThat(run(name, agents.settings(name, model.url()), List.of()))
          .isEqualTo(new ProcessEnding.Exited(1));
    }
    tellsOnly(name, trouble);
  }

  @ParameterizedTest
  @CsvSource({"claude, 401", "claude, 429", "claude, 500", "claude, 529"})
  void whatClaudeRepeatsForMinutesIsToldBeforeItEnds(String name, int status) throws Exception {
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(status, "{}", Map.of()))) {
      run(name, agents.settings(name, model.url()), List.of(), Duration.ofSeconds(20));
    }
    tellsOnly(
        name,
        switch (status) {
          case 401 -> AccountProblem.LOG_IN;
          case 429 -> AccountProblem.LIMIT;
          default -> AccountProblem.SERVICE;
        });
  }

  @Test
  void codexWaitsForTheTimeThatALimitNamesAndSaysSoBefore() throws Exception {
    ScriptedModel.Refusal later =
        new ScriptedModel.Refusal(429, "{}", Map.of("Retry-After", "3600"));
    try (ScriptedModel model = ScriptedModel.refusing(later)) {
      assertThat(
              run(
                  "codex",
                  agents.settings("codex", model.url()),
                  List.of(),
                  Duration.ofSeconds(20)))
          .isInstanceOf(ProcessEnding.TimedOut.class);
    }
    tellsOnly("codex", AccountProblem.LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"claude, garbage", "codex, garbage", "claude, cut", "codex, cut"})
  void anAnswerThatIsNoneOrIsCutOffIsTheServices(String name, String answer) throws Exception {
    try (ScriptedModel model =
        answer.equals("cut")
            ? ScriptedModel.cutting()
            : ScriptedModel.refusing(
                new ScriptedModel.Refusal(200, "<html>Log in</html>", Map.of()))) {
      assertThat(run(name, agents.settings(name, model.url()), List.of()))
          .isEqualTo(new ProcessEnding.Exited(1));
    }
    tellsOnly(name, AccountProblem.SERVICE);
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex"})
  void aMereSilenceTellsNothing(String name) throws Exception {
    try (ScriptedModel model = ScriptedModel.silent()) {
      assertThat(run(name, agents.settings(name, model.url()), List.of(), Duration.ofSeconds(20)))
          .isInstanceOf(ProcessEnding.TimedOut.class);
    }
    tellsOnly(name, null);
  }

  private void tellsOnly(String name, @Nullable AccountProblem trouble) throws IOException {
    assertThat(report(name).refusal().map(Refusal::trouble))
        .as(Files.readString(log))
        .isEqualTo(Optional.ofNullable(trouble));
  }

  private static void isLimitedUntilReset(AgentReport report) {
    assertThat(report.refusal().map(Refusal::trouble)).contains(AccountProblem.LIMIT);
    assertThat(report.refusal().flatMap(Refusal::resets))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(report.error()).isNotEmpty();
  }

  private AgentReport report(String name) throws IOException {
    return AgentProfile.find(name).orElseThrow().format().read(log, Clock.systemUTC());
  }

  private ProcessEnding run(String name, Map<String, String> settings, List<String> more)
      throws IOException, InterruptedException {
    return run(name, settings, more, RealAgentFixture.LIMIT);
  }

  private ProcessEnding run(
      String name, Map<String, String> settings, List<String> more, Duration limit)
      throws IOException, InterruptedException {
    AgentProfile profile = AgentProfile.find(name).orElseThrow();
    Path prompt = temporary.resolve("prompt.md");
    List<String> argv = profile.argv(List.of(RealAgentFixture.program(name)), more, PROMPT, prompt);
    return agents.in(worktree, settings, limit).run(argv, PROMPT, log);
  }

  private static List<String> more(String name) {
    return switch (name) {
      case "opencode" -> List.of("--model", "anthropic/claude-sonnet-4-5");
      case "qwen" -> List.of("--auth-type", "anthropic");
      case "gemini" -> List.of("--model", "gemini-2.5-flash");
      default -> List.of();
    };
  }
}
