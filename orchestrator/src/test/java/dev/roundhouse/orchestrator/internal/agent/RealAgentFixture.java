package dev.roundhouse.orchestrator.internal.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The real agent CLIs, installed from npm, with settings that lead each to a model on loopback; see
 * {@link RealAgentsTest}.
 */
final class RealAgentFixture {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Path DIRECTORY =
      Path.of(
          System.getProperty(
              "real.agents.directory", System.getProperty("java.io.tmpdir") + "/real-agents"));

  private final GitFixture git;
  private final Path temporary;

  RealAgentFixture(GitFixture git, Path temporary) {
    this.git = git;
    this.temporary = temporary;
  }

  /** Installs the programs unless they are there; skips the test unless they are wanted. */
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

  /** The path of a program. */
  static String program(String name) {
    return DIRECTORY.resolve("node_modules/.bin").resolve(name).toString();
  }

  /** A place to run programs in. */
  Place in(Path worktree, Map<String, String> settings, Duration limit) {
    Map<String, String> environment = new TreeMap<>(git.environment());
    environment.put("TZ", "UTC");
    environment.putAll(settings);
    return new Place(worktree, environment, limit);
  }

  /** A directory, an environment and a time limit. */
  record Place(Path worktree, Map<String, String> environment, Duration limit) {
    /** Runs a command line with {@code prompt} on its standard input. */
    ProcessEnding run(List<String> argv, String prompt, Path log)
        throws IOException, InterruptedException {
      Path file = Files.writeString(log.resolveSibling("prompt.md"), prompt);
      return new ProcessRunner()
          .launch(
              new ProcessRunner.Launch(
                  new Command(argv),
                  worktree,
                  environment,
                  file,
                  log,
                  UUID.randomUUID().toString()))
          .run(TimeLimits.of(limit), new CompletableFuture<>(), Duration.ofSeconds(10));
    }
  }

  /** What points each program at {@code url}, and keeps it from looking further. */
  Map<String, String> settings(String name, String url) throws IOException {
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
