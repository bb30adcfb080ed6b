package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said to git in the environment of a run, and who hears of it: real git, real runs. */
class InheritedEnvironmentTest {
  private static final String ASK =
      "for key in rh.probe rh.passed rh.file gc.auto; do"
          + " echo \"$key=$(git config $key || true)\"; done >\"$HOME/%s\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
  }

  private void set(String... settings) {
    for (int i = 0; i < settings.length; i += 2) {
      environment.put("GIT_CONFIG_KEY_" + i / 2, settings[i]);
      environment.put("GIT_CONFIG_VALUE_" + i / 2, settings[i + 1]);
    }
    environment.put("GIT_CONFIG_COUNT", Integer.toString(settings.length / 2));
  }

  private String script(String name) {
    String change = name.equals("agent") ? "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n" : "";
    return git.script(name, ASK.formatted(name + ".told") + change);
  }

  private RunReport run(String more) throws Exception {
    configure(more);
    return run();
  }

  private void configure(String more) {
    git.write(
            "roundhouse.yaml",
            "agent: '%s'\ngate: '%s'\nsetup: '%s'\nteardown: '%s'\n%s"
                .formatted(
                    script("agent"), script("gate"), script("setup"), script("teardown"), more))
        .issue("A-1")
        .commitAll("backlog");
  }

  private RunReport run() throws Exception {
    return git.configuredOrchestrator(environment).listener(events::add).build().run();
  }

  private List<String> told(String name) throws IOException {
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    return Files.readAllLines(home.resolve(name + ".told"));
  }

  @Test
  void whatIsConfiguredByVariablesReachesAllWhoAreStartedAndAgentsHaveOurKeysBehind()
      throws Exception {
    Path file = Files.writeString(temporary.resolve("config"), "[rh]\n\tfile = named\n");
    environment.put("GIT_CONFIG_GLOBAL", file.toString());
    environment.put("GIT_CONFIG_PARAMETERS", "'rh.passed'='it'\\''s' 'gc.auto=7'");
    set("rh.probe", "yes", "gc.auto", "6");

    assertThat(run("").isComplete()).isTrue();

    String[] theirs = {"rh.probe=yes", "rh.passed=it's", "rh.file=named"};
    assertThat(told("agent")).contains(theirs).contains("gc.auto=0");
    for (String each : List.of("gate", "setup", "teardown")) {
      assertThat(told(each)).as(each).contains(theirs).contains("gc.auto=7");
    }
  }

  @Test
  void itReachesThemWhereTheConfigurationNamesWhatPasses() throws Exception {
    set("rh.probe", "yes");

    assertThat(run("env: [MODE]\ngateEnv: [MODE]\n").isComplete()).isTrue();

    assertThat(told("agent")).contains("rh.probe=yes", "gc.auto=0");
    assertThat(told("gate")).contains("rh.probe=yes");
  }

  @Test
  void whatGitWouldRefuseIsSaidBeforeAnythingBegins() throws Exception {
    configure("");
    for (String wrong : List.of("three", "2", "-1")) {
      set("rh.probe", "yes");
      environment.put("GIT_CONFIG_COUNT", wrong);

      assertThatThrownBy(this::run)
          .as(wrong)
          .isInstanceOf(RepositoryException.class)
          .hasMessageContainingAll("git refuses every command", "GIT_CONFIG_COUNT", wrong);
    }
    environment.remove("GIT_CONFIG_COUNT");
    environment.put("GIT_CONFIG_PARAMETERS", "rh.probe=yes");
    assertThatThrownBy(this::run).hasMessageContaining("GIT_CONFIG_PARAMETERS");
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
  }

  @Test
  void whatGitSetsForAHookOfOneRepositoryReachesNobodyAndWhatOnlyChangesItIsTold()
      throws Exception {
    environment.put("GIT_DIR", temporary.resolve("elsewhere").toString());
    environment.put("GIT_INDEX_FILE", temporary.resolve("index").toString());
    environment.put("GIT_LITERAL_PATHSPECS", "1");
    environment.put("GIT_TRACE", temporary.resolve("trace").toString());
    environment.put("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z");
    set("rh.probe", "yes");

    assertThat(run("").isComplete()).isTrue();

    assertThat(told("agent")).contains("rh.probe=yes");
    assertThat(temporary.resolve("trace")).doesNotExist();
    assertThat(events.toString())
        .contains(
            "withheld from agents and gates because it changes what git does:"
                + " GIT_COMMITTER_DATE, GIT_TRACE (list it under 'env' to pass it)");
  }

  @Test
  void aCredentialInItReachesNoLog() throws Exception {
    set("http.extraHeader", "Authorization: Basic c3dvcmRmaXNoLXN3b3JkZmlzaA==");
    String shout = "git config http.extraHeader\n";
    String agent = git.script("shouting", shout + "echo x >it.txt\n");

    assertThat(run("steps: {implement: {agent: '" + agent + "'}}\n").isComplete()).isTrue();

    try (Stream<Path> all = Files.walk(git.root().resolve(".git/roundhouse"))) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).anySatisfy(each -> assertThat(each).content().contains("[redacted]"));
      for (Path each : files) {
        assertThat(each).content().doesNotContain("c3dvcmRmaXNo");
      }
    }
  }
}
