package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.ledger.AccountTrouble;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Path DIRECTORY =
      Path.of(
          System.getProperty(
              "real.agents.directory", System.getProperty("java.io.tmpdir") + "/real-agents"));

  @TempDir Path temporary;
  private GitFixture git;
  private Path worktree;
  private Path log;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    assumeTrue(
        Boolean.getBoolean("real.agents"),
        "needs -Dreal.agents=true: installs 1.4 GB of agent CLIs from the npm registry");
    assumeTrue(
        new Command(List.of("npm"))
            .resolve(Path.of("/"), Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))))
            .isPresent(),
        "npm is not on PATH");
    if (Files.notExists(DIRECTORY.resolve("node_modules/.bin/codex"))) {
      Path said = Files.createDirectories(DIRECTORY).resolve("install.log");
      Process script =
          new ProcessBuilder("src/test/scripts/real-agents.sh", DIRECTORY.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      script.getOutputStream().close();
      assumeTrue(script.waitFor(15, TimeUnit.MINUTES), "npm took more than 15 minutes");
      assumeTrue(script.exitValue() == 0, "npm could not install the agent CLIs, see " + said);
    }
  }

  @BeforeEach
  void prepare() {
    git = GitFixture.in(temporary.resolve("project"));
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
      ProcessEnding ending = run(name, settings(name, model.url()), more(name));
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
      ProcessEnding ending = run(name, settings(name, model.url()), words.subList(1, words.size()));

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
      Map<String, String> settings = settings("claude", model.url());
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
      run("codex", settings("codex", model.url()), List.of());
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
      run(name, settings(name, model.url()), more(name));
    }
    assertThat(report(name).refusal().map(Refusal::trouble))
        .as(Files.readString(log))
        .contains(AccountTrouble.LOG_IN);
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
      String name, int status, String type, String message, @Nullable AccountTrouble trouble)
      throws Exception {
    String body =
        "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}}"
            .formatted(type, type, message);
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(status, body, Map.of()))) {
      assertThat(run(name, settings(name, model.url()), List.of()))
          .isEqualTo(new ProcessEnding.Exited(1));
    }
    tellsOnly(name, trouble);
  }

  @ParameterizedTest
  @CsvSource({"claude, 401", "claude, 429", "claude, 500", "claude, 529"})
  void whatClaudeRepeatsForMinutesIsToldBeforeItEnds(String name, int status) throws Exception {
    try (ScriptedModel model =
        ScriptedModel.refusing(new ScriptedModel.Refusal(status, "{}", Map.of()))) {
      run(name, settings(name, model.url()), List.of(), Duration.ofSeconds(20));
    }
    tellsOnly(
        name,
        switch (status) {
          case 401 -> AccountTrouble.LOG_IN;
          case 429 -> AccountTrouble.LIMIT;
          default -> AccountTrouble.SERVICE;
        });
  }

  @Test
  void codexWaitsForTheTimeThatALimitNamesAndSaysSoBefore() throws Exception {
    ScriptedModel.Refusal later =
        new ScriptedModel.Refusal(429, "{}", Map.of("Retry-After", "3600"));
    try (ScriptedModel model = ScriptedModel.refusing(later)) {
      assertThat(run("codex", settings("codex", model.url()), List.of(), Duration.ofSeconds(20)))
          .isInstanceOf(ProcessEnding.TimedOut.class);
    }
    tellsOnly("codex", AccountTrouble.LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"claude, garbage", "codex, garbage", "claude, cut", "codex, cut"})
  void anAnswerThatIsNoneOrIsCutOffIsTheServices(String name, String answer) throws Exception {
    try (ScriptedModel model =
        answer.equals("cut")
            ? ScriptedModel.cutting()
            : ScriptedModel.refusing(
                new ScriptedModel.Refusal(200, "<html>Log in</html>", Map.of()))) {
      assertThat(run(name, settings(name, model.url()), List.of()))
          .isEqualTo(new ProcessEnding.Exited(1));
    }
    tellsOnly(name, AccountTrouble.SERVICE);
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex"})
  void aMereSilenceTellsNothing(String name) throws Exception {
    try (ScriptedModel model = ScriptedModel.silent()) {
      assertThat(run(name, settings(name, model.url()), List.of(), Duration.ofSeconds(20)))
          .isInstanceOf(ProcessEnding.TimedOut.class);
    }
    tellsOnly(name, null);
  }

  private void tellsOnly(String name, @Nullable AccountTrouble trouble) throws IOException {
    assertThat(report(name).refusal().map(Refusal::trouble))
        .as(Files.readString(log))
        .isEqualTo(Optional.ofNullable(trouble));
  }

  private static void isLimitedUntilReset(AgentReport report) {
    assertThat(report.refusal().map(Refusal::trouble)).contains(AccountTrouble.LIMIT);
    assertThat(report.refusal().flatMap(Refusal::resets))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(report.error()).isNotEmpty();
  }

  private AgentReport report(String name) throws IOException {
    return AgentProfile.find(name).orElseThrow().format().read(log, Clock.systemUTC());
  }

  private ProcessEnding run(String name, Map<String, String> settings, List<String> more)
      throws IOException, InterruptedException {
    return run(name, settings, more, LIMIT);
  }

  private ProcessEnding run(
      String name, Map<String, String> settings, List<String> more, Duration limit)
      throws IOException, InterruptedException {
    AgentProfile profile = AgentProfile.find(name).orElseThrow();
    Path prompt = Files.writeString(temporary.resolve("prompt.md"), PROMPT);
    String program = DIRECTORY.resolve("node_modules/.bin").resolve(name).toString();
    Map<String, String> environment = new TreeMap<>(git.environment());
    environment.put("TZ", "UTC");
    environment.putAll(settings);
    return new ProcessRunner()
        .launch(
            new ProcessRunner.Launch(
                new Command(profile.argv(List.of(program), more, PROMPT, prompt)),
                worktree,
                environment,
                profile.passing().onStandardInput() ? prompt : null,
                log,
                UUID.randomUUID().toString()))
        .run(TimeLimits.of(limit), new CompletableFuture<>(), Duration.ofSeconds(10));
  }

  private static List<String> more(String name) {
    return switch (name) {
      case "opencode" -> List.of("--model", "anthropic/claude-sonnet-4-5");
      case "qwen" -> List.of("--auth-type", "anthropic");
      case "gemini" -> List.of("--model", "gemini-2.5-flash");
      default -> List.of();
    };
  }

  /** What points each program at {@code url}, and keeps it from looking further. */
  private Map<String, String> settings(String name, String url) throws IOException {
    Map<String, String> all = new TreeMap<>();
    switch (name) {
      case "claude" -> {
        all.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        all.put("IS_SANDBOX", "1");
        anthropic(all, url);
      }
      case "codex" -> {
        all.put("CODEX_HOME", codexHome(url).toString());
        all.put("OPENAI_API_KEY", "scripted");
      }
      case "gemini" -> gemini(all, url);
      case "opencode" -> {
        all.put("OPENCODE_DISABLE_MODELS_FETCH", "1");
        all.put(
            "OPENCODE_CONFIG_CONTENT",
            """
            {"provider":{"anthropic":{"options":{"baseURL":"%s/v1","apiKey":"scripted"}}},
             "autoupdate":false,"share":"disabled"}"""
                .formatted(url));
      }
      case "qwen" -> {
        all.put("ANTHROPIC_MODEL", "scripted");
        anthropic(all, url);
      }
      default -> copilot(all, url);
    }
    return all;
  }

  private static void anthropic(Map<String, String> all, String url) {
    all.put("ANTHROPIC_BASE_URL", url);
    all.put("ANTHROPIC_API_KEY", "scripted");
  }

  private void gemini(Map<String, String> all, String url) throws IOException {
    Path home = git.home();
    Path settings = Files.createDirectories(home.resolve(".gemini")).resolve("settings.json");
    Files.writeString(settings, "{\"security\":{\"auth\":{\"selectedType\":\"gemini-api-key\"}}}");
    all.put("GOOGLE_GEMINI_BASE_URL", url);
    all.put("GEMINI_API_KEY", "scripted");
  }

  private static void copilot(Map<String, String> all, String url) {
    all.put("COPILOT_OFFLINE", "true");
    all.put("COPILOT_MODEL", "claude-sonnet-4.5");
    all.put("COPILOT_PROVIDER_TYPE", "anthropic");
    all.put("COPILOT_PROVIDER_BASE_URL", url);
    all.put("COPILOT_PROVIDER_API_KEY", "scripted");
  }

  private Path codexHome(String url) throws IOException {
    Path home = Files.createDirectories(temporary.resolve("codex"));
    List<String> lines = new ArrayList<>();
    lines.add("model = \"scripted\"");
    lines.add("model_provider = \"loopback\"");
    lines.add("[model_providers.loopback]");
    lines.add("name = \"loopback\"");
    lines.add("base_url = \"" + url + "/v1\"");
    lines.add("wire_api = \"responses\"");
    lines.add("env_key = \"OPENAI_API_KEY\"");
    Files.write(home.resolve("config.toml"), lines);
    return home;
  }
}
