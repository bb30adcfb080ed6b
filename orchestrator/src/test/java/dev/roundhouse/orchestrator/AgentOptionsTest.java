package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
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
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the configuration chooses, limits and supplies agents: real git, real scripts. */
@Tag("slow")
class AgentOptionsTest {
  private static final String WORK = "echo \"$0\" >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
  }

  private void configure(String yaml) {
    git.write("roundhouse.yaml", yaml);
  }

  private RunReport run() throws Exception {
    return git.configuredOrchestrator(environment).listener(events::add).build().run();
  }

  private static Map<String, String> statuses(RunReport report) {
    Map<String, String> statuses = new TreeMap<>();
    for (IssueResult each : report.issues()) {
      statuses.put(each.id().value(), each.status());
    }
    return statuses;
  }

  private IssueRecord record(String id) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse")).issue(new IssueId(id)).orElseThrow();
  }

  private String named(String name, String body) throws IOException {
    Path script = Path.of(git.script(name, "# name: " + name + "\n# description: it\n" + body));
    Path directory = Files.createDirectories(git.root().resolve(".roundhouse/agents"));
    Files.copy(script, directory.resolve(name + ".sh"));
    assertThat(directory.resolve(name + ".sh").toFile().setExecutable(true)).isTrue();
    return name;
  }

  @Test
  void routesChooseTheAgentByTypeLabelPriorityAndAttempt() throws Exception {
    String usual = git.script("usual", "echo usual >\"$ROUNDHOUSE_ISSUE_ID.txt\"");
    String first = git.script("first", "exit 1");
    named("docs", "echo docs >\"$ROUNDHOUSE_ISSUE_ID.txt\"");
    configure(
        "agent: '"
            + usual
            + "'\nbackoff: {first: 10ms}\nroutes:\n  - {agent: docs, type: DOC}\n"
            + "  - {agent: docs, label: Text, attempt: 2}\n  - {agent: '"
            + first
            + "', label: text}\n  - {agent: docs, priority: P0}\n");
    git.issue("A-1").issue("A-2", "type: doc").issue("A-3", "labels: [text]");
    git.issue("A-4", "priority: P0").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(git.read("A-1.txt")).isEqualTo("usual\n");
    for (String each : List.of("A-2.txt", "A-3.txt", "A-4.txt")) {
      assertThat(git.read(each)).isEqualTo("docs\n");
    }
    assertThat(record("A-3").attempts()).isEqualTo(2);
  }

  @Test
  void limitsKeepIssuesOfAKindApart() throws Exception {
    String alone =
        "exec 9>\"$HOME/lock\"\nflock -n 9 || echo both >>\"$HOME/twice\"\nsleep 0.2\n" + WORK;
    configure(
        "agent: '" + git.script("agent", alone) + "'\nworkers: 4\nlimits: {label: {DB: 1}}\n");
    for (String id : List.of("A-1", "A-2", "A-3", "A-4")) {
      git.issue(id, "labels: db");
    }
    git.commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(Path.of(environment.getOrDefault("HOME", ""), "twice")).doesNotExist();
  }

  @Test
  void aBudgetStopsCleanlyBeforeItIsExceeded() throws Exception {
    String costly = WORK + "echo '{\"usage\":{\"cost_usd\":0.4}}' >\"$ROUNDHOUSE_RESULT\"\n";
    configure(
        "agent: '"
            + git.script("agent", costly)
            + "'\nworkers: 1\nbudget: {run: 1.00 usd, attempt: 0.30 usd}\n");
    git.issue("A-1").issue("A-2").issue("A-3").issue("A-4").commitAll("backlog");

    RunReport report = run();

    assertThat(statuses(report)).containsEntry("A-2", "landed").containsEntry("A-3", "open");
    assertThat(report.isComplete()).isFalse();
    String budget = "the budget of a run is $1.00: $0.80 spent, $0.20 left";
    assertThat(events.toString())
        .containsOnlyOnce("no more issues are started: " + budget)
        .contains("less than the $0.30 that an attempt reserves");
    assertThat(report.issues())
        .filteredOn(each -> each.id().value().equals("A-4"))
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).contains(budget));
  }

  @Test
  void afterAFailureOfItsAgentAnIssueWaitsAndTheRunWithIt() throws Exception {
    String fails = "[ \"$ROUNDHOUSE_ATTEMPT\" = 3 ] || exit 1\n" + WORK;
    configure(
        "agent: '" + git.script("agent", fails) + "'\nbackoff: {first: 400ms, longest: 500ms}\n");
    git.issue("A-1").commitAll("backlog");

    RunReport report = run();

    assertThat(report.isComplete()).isTrue();
    assertThat(report.elapsed().toMillis()).isGreaterThan(400);
    assertThat(record("A-1").failures()).isEqualTo(2);
  }

  @Test
  void anAccountThatMayUseUpNoMoreIsNoFailureAndHoldsTheQueueUntilThen() throws Exception {
    String limited =
        "if [ ! -e \"$HOME/once\" ]; then touch \"$HOME/once\"\n"
            + "printf '{\"limit_until\":\"%s\"}' \"$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%SZ)\""
            + " >\"$ROUNDHOUSE_RESULT\"; exit 1; fi\n"
            + WORK;
    configure(
        "agent: '"
            + git.script("agent", limited)
            + "'\nworkers: 1\nattempts: 1\naccountHold: {shortest: 1s}\n");
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(record("A-1").failures()).isZero();
    assertThat(record("A-1").attempts()).isEqualTo(2);
    assertThat(events.toString()).contains("is limited until");
  }

  @Test
  void stepsValidateImplementAndRepairEachWithAPromptOfTheirOwn() throws Exception {
    String look =
        "cat >\"$HOME/look.prompt\"\nsed -i 's/Work on/Really work on/' \"$ROUNDHOUSE_ISSUE_FILE\"\n"
            + "echo '{\"verdict\":\"corrected\",\"corrections\":[\"the text\"]}'"
            + " >\"$ROUNDHOUSE_RESULT\"\n";
    String work = "cat >\"$HOME/work.prompt\"\necho bad >it.txt\n";
    String repair = "cat >\"$HOME/repair.prompt\"\necho good >it.txt\n";
    git.write("prompts/work.md", "Now do {{issue.id}}: {{issue.body}}");
    configure(
        "agent: '"
            + git.script("work", work)
            + "'\ngate: '"
            + git.script("gate", "! grep -qs bad it.txt || { echo it is bad; exit 1; }")
            + "'\nsteps:\n  validate: {agent: '"
            + git.script("look", look)
            + "'}\n  implement: {prompt: prompts/work.md}\n  repair: {agent: '"
            + git.script("repair", repair)
            + "'}\n");
    git.issue("A-1").commitAll("backlog");

    RunReport report = run();

    assertThat(report.isComplete()).isTrue();
    assertThat(prompt("look")).contains("Do not do the work yet");
    assertThat(prompt("work")).contains("Now do A-1:", "Really work on A-1");
    assertThat(prompt("repair")).contains("What happened to the previous attempt", "it is bad");
    assertThat(git.show("main", "issues/A-1.md")).contains("Really work on A-1", "status: done");
    assertThat(report.corrections()).containsEntry("other", 1);
  }

  private String prompt(String step) throws IOException {
    return Files.readString(Path.of(environment.getOrDefault("HOME", ""), step + ".prompt"));
  }

  @Test
  void whatAValidationPutsRightInTheIssueLandsWithTheWork() throws Exception {
    String look = "sed -i 's/Work on/Really work on/' \"$ROUNDHOUSE_ISSUE_FILE\"\n";
    configure(
        "agent: '"
            + git.script("work", WORK)
            + "'\nsteps:\n  validate: {agent: '"
            + git.script("look", look)
            + "'}\n");
    git.issue("A-1").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(git.show("main", "issues/A-1.md")).contains("# Really work on A-1", "status: done");
    assertThat(git.show("main", "A-1.txt")).isNotEmpty();
  }

  @Test
  void agentsThatHaveWorkedOnAnIssueForItsWholeTimeAreEnded() throws Exception {
    String slow = "echo x >it.txt\n[ \"$ROUNDHOUSE_ATTEMPT\" = 1 ] && exit 1\nexec sleep 60\n";
    configure(
        "agent: '"
            + git.script("agent", slow)
            + "'\nattempts: 2\nissueTimeout: 2s\nbackoff: {first: 0s}\n");
    git.issue("A-1").commitAll("backlog");

    assertThat(statuses(run())).containsEntry("A-1", "failed");
    assertThat(record("A-1").reason()).contains("took longer than");
  }

  @Test
  void aValidationThatSaysNotReadyStartsNoWork() throws Exception {
    String look = "echo '{\"verdict\":\"not ready\"}' >\"$ROUNDHOUSE_RESULT\"\n";
    configure(
        "agent: '"
            + git.script("work", "touch \"$HOME/worked\"\n" + WORK)
            + "'\nsteps:\n  validate: {agent: '"
            + git.script("look", look)
            + "'}\n");
    git.issue("A-1").commitAll("backlog");

    assertThat(statuses(run())).containsEntry("A-1", "not-ready");
    assertThat(Path.of(environment.getOrDefault("HOME", ""), "worked")).doesNotExist();
  }

  @Test
  void secretsAreWithheldUnlessNamedAndWithAListOnlyThatPasses() throws Exception {
    environment.put("PLAIN", "1");
    environment.put("MY_API_TOKEN", "hush");
    environment.put("APP_KEY", "hush");
    environment.put("GIT_PASSWORD", "hush");
    String agent = "agent: '" + git.script("agent", "env >\"$HOME/env\"\n" + WORK) + "'\n";
    configure(agent);
    git.issue("A-1").commitAll("backlog");
    run();
    assertThat(env()).contains("PLAIN=1").doesNotContain("hush");
    assertThat(events.toString())
        .contains("APP_KEY, GIT_PASSWORD, MY_API_TOKEN")
        .doesNotContain("hush");

    configure(agent + "env: [\"APP_*\"]\n");
    git.issue("A-2").commitAll("more");
    run();
    assertThat(env())
        .contains("APP_KEY=hush", "PATH=")
        .doesNotContain("PLAIN", "MY_API_TOKEN", "GIT_PASSWORD");
  }

  private String env() throws IOException {
    return Files.readString(Path.of(environment.getOrDefault("HOME", ""), "env"));
  }

  @Test
  void filesAreCopiedAndLinkedOnlyAsConfiguredAndTeardownRunsAfter() throws Exception {
    git.write(".gitignore", ".env\ndeps\n").write(".env", "A=1\n").write("deps/x", "x\n");
    String agent = "cat .env deps/x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";
    String teardown = git.script("teardown", "test -e A-1.txt && touch \"$HOME/torn\"");
    configure(
        "agent: '"
            + git.script("agent", agent)
            + "'\ncopy: [.env]\nlink: [deps]\nteardown: '"
            + teardown
            + "'\n");
    git.issue("A-1").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(git.read("A-1.txt")).isEqualTo("A=1\nx\n");
    assertThat(Path.of(environment.getOrDefault("HOME", ""), "torn")).exists();
    assertThat(git.read(".env")).isEqualTo("A=1\n");
    assertThat(git.read("deps/x")).isEqualTo("x\n");
  }

  /** A pattern for directories does not cover a link to one. */
  @Test
  void whatIsCopiedOrLinkedNeverLandsWhetherGitIgnoresItOrNot() throws Exception {
    git.write(".gitignore", "deps/\n").write(".env", "A=1\n").write("deps/x", "x\n");
    String agent = "agent: '" + git.script("agent", WORK) + "'\n";
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").git("add", ".gitignore", "issues");
    git.git("commit", "-qm", "backlog");
    for (String each :
        new String[] {
          "only: [A-1]\ncopy: [.env]\nlink: [deps]\n", "only: [A-2]\ncopy: [deps, .env]\n"
        }) {
      configure(agent + each);
      assertThat(run().isComplete()).isTrue();
      assertThat(git.git("ls-tree", "-r", "--name-only", "main")).doesNotContain("deps", ".env");
    }
    assertThat(git.landed("main")).hasSize(2);
    assertThat(git.read(".env")).isEqualTo("A=1\n");
    assertThat(git.read("deps/x")).isEqualTo("x\n");
  }

  @Test
  void whatIsWrongWithTheConfigurationIsNamedAndNothingStarts() {
    git.issue("A-1").commitAll("backlog");
    String agent = "agent: '" + git.script("agent", WORK) + "'\n";
    for (String[] wrong :
        new String[][] {
          {"routes: [{type: DOC}]", "a route needs 'agent'"},
          {"routes: [{agent: ./nowhere.sh}]", "./nowhere.sh"},
          {"steps: {check: {}}", "unknown key 'check'"},
          {"steps: {implement: {prompt: no.md}}", "no.md is not a readable file"},
          {"limits: {type: {BUG: 0}}", "a limit must be 1 or more"},
          {"budget: {run: 3 usd}", "a budget needs 'attempt'"},
          {"budget: {run: 3 usd, attempt: 5 tokens}", "all be in usd or all in tokens"},
          {"backoff: {first: 1h, longest: 1s}", "neither may be negative"},
          {"accountHold: {shortest: 0s}", "must be more than 0"},
          {"idleTimeout: soon", "must be a duration such as"},
        }) {
      configure(agent + wrong[0] + "\n");
      assertThatThrownBy(this::run)
          .as(wrong[0])
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(wrong[1]);
    }
  }
}
