package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.CrashHarness;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents that a time limit ends before their model has answered, and what else holds agents. */
@Tag("slow")
class UnansweredAgentTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

  /** A minute passes in a tenth of a second. */
  private static final int SPEED = 600;

  private static final String BEGINS =
      "echo '{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\"}'\n";
  private static final String ANSWERS =
      "echo '{\"type\":\"assistant\",\"message\":{\"id\":\"m\",\"content\":[],"
          + "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}'\n";
  private static final String REFUSED =
      "echo '{\"type\":\"result\",\"is_error\":true,\"api_error_status\":%s,\"result\":\"no\"}'\n"
          + "exit 1\n";
  private static final String HANGS = "exec sleep 30\n";
  private static final String WORKS = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
  private final long started = System.nanoTime();
  private final InstantSource clock = () -> BEGUN.plusNanos((System.nanoTime() - started) * SPEED);

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
  }

  private void program(String name, String body) throws IOException {
    Path program =
        Files.writeString(
            temporary.resolve("bin").resolve(name),
            "#!/bin/sh\ncat >/dev/null\n" + CrashHarness.COUNTS + body);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /** What the first call does; later ones do their work. */
  private static String first(String body) {
    return "if [ \"$(wc -l <\"$HOME/worked\")\" -le 1 ]; then\n" + body + "fi\n" + ANSWERS + WORKS;
  }

  private static String of(String issue, String body) {
    return "if [ \"$ROUNDHOUSE_ISSUE_ID\" = " + issue + " ]; then\n" + body + "fi\n";
  }

  /** Waits for a file that the test makes, and fails without it. */
  private static String awaits(String file) {
    return "i=0; until [ -e \"$HOME/"
        + file
        + "\" ]; do\n"
        + "  i=$((i + 1)); [ $i -lt 150 ] || exit 9; sleep 0.1\ndone\n";
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\n" + yaml);
    return git.configuredOrchestrator(environment).clock(clock).listener(this::on).build().run();
  }

  /** Makes a file for each landing and for what is noticed of an account. */
  private void on(RunEvent event) {
    events.add(event);
    if (event instanceof RunEvent.Landed landed) {
      git.script("landed-" + landed.issue(), "");
    }
    if (event instanceof RunEvent.Noticed noticed && noticed.message().contains("cannot log in")) {
      git.script("shut-out", "");
    }
  }

  private IssueRecord record(String id) throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse")).issue(new IssueId(id)).orElseThrow();
  }

  private List<String> warnings() {
    return events.stream()
        .filter(RunEvent.Noticed.class::isInstance)
        .map(RunEvent.Noticed.class::cast)
        .filter(RunEvent.Noticed::warning)
        .map(RunEvent.Noticed::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "claude, idleTimeout, false",
    "claude, timeout, true",
    "codex, idleTimeout, false",
    "opencode, timeout, false"
  })
  void aWaitWithoutAnyAnswerHoldsTheAgentAndIsNoFailureOfTheIssue(
      String agent, String key, boolean begins) throws Exception {
    program(agent, first((begins ? BEGINS : "") + HANGS));
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: " + agent + "\n" + key + ": 1s\n").isComplete()).isTrue();

    assertThat(record("A-1").failures()).isZero();
    assertThat(record("A-1").history().get(0).reason())
        .contains(
            agent + " is held until ",
            "no answer from its model within 1s" + (begins ? ";" : ", and not one line of output;"),
            "'" + key + "' too short",
            "the work is kept");
    assertThat(warnings())
        .anyMatch(each -> each.contains("because there was no answer from its model"));
  }

  @Test
  void aWaitThatLeavesWorkBehindIsAFailure() throws Exception {
    program("claude", first("echo x >x\n" + HANGS));
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: claude\nidleTimeout: 1s\n").isComplete()).isFalse();

    assertThat(record("A-1").reason()).contains("the agent printed nothing for 1s");
  }

  @Test
  void aSilenceAfterAnAnswerIsAFailure() throws Exception {
    program("claude", first(BEGINS + ANSWERS + HANGS));
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: claude\nidleTimeout: 1s\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
  }

  @Test
  void aProgramThatNeedNotSpeakFailsByItsSilence() throws Exception {
    program("mute", first(HANGS));
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: mute\nidleTimeout: 1s\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
  }

  @Test
  void aWaitIsAFailureIfTheSameAgentWasAnsweredMeanwhile() throws Exception {
    program("claude", of("A-1", awaits("landed-A-2") + HANGS) + ANSWERS + WORKS);
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run("agent: claude\nworkers: 2\ntimeout: 6s\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
    assertThat(record("A-1").reason()).contains("longer than 6s");
  }

  @Test
  void theTimeLimitOfTheWholeIssueIsItsOwn() throws Exception {
    program("claude", first(HANGS));
    git.issue("A-1").commitAll("backlog");

    assertThat(run("agent: claude\nissueTimeout: 1s\n").isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
  }

  @Test
  void fiveWaitsInARowAreAFailureOfTheIssue() throws Exception {
    program("claude", HANGS);
    git.issue("A-1").commitAll("backlog");

    String yaml = "agent: claude\nidleTimeout: 200ms\naccountHold: {longest: 1m}\n";
    assertThat(run(yaml).isComplete()).isFalse();

    assertThat(record("A-1").failures()).isEqualTo(1);
    assertThat(record("A-1").reason()).contains("claude got no answer 5 times in a row");
    assertThat(CrashHarness.worked(git)).isEqualTo(5);
  }

  @Test
  void aPassingRefusalBesideOneForAPersonIsNotReported() throws Exception {
    program(
        "claude", of("A-1", REFUSED.formatted(401)) + awaits("shut-out") + REFUSED.formatted(429));
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run("agent: claude\nworkers: 2\n").isComplete()).isFalse();

    assertThat(CrashHarness.worked(git)).isEqualTo(2);
    assertThat(warnings())
        .filteredOn(each -> each.contains("claude"))
        .singleElement()
        .satisfies(each -> assertThat(each).contains("claude cannot log in"));
  }

  @ParameterizedTest
  @CsvSource({"401", "402"})
  void aHoldForAPersonThatRunsOutDuringARunIsNoticed(int status) throws Exception {
    program("claude", first(REFUSED.formatted(status)));
    String other = git.script("other", awaits("landed-A-1") + WORKS);
    git.issue("A-1").issue("A-2", "labels: docs").commitAll("backlog");

    String yaml = "agent: claude\nworkers: 2\naccountHold: {longest: 2m}\n";
    assertThat(run(yaml + "routes: [{agent: '" + other + "', label: docs}]\n").isComplete())
        .isTrue();

    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
  }
}
