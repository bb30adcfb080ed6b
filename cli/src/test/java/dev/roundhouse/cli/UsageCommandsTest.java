package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What agents used is shown per attempt, issue, run, agent, type and day. */
@Tag("slow")
class UsageCommandsTest extends CommandFixture {
  private static final String TIME = "\\d+\\.\\ds";

  /** Fails the first time, and lands the second; says what it used both times. */
  private static final String COSTLY =
      "echo '{\"usage\":{\"input_tokens\":12000,\"output_tokens\":345,\"cost_usd\":0.25},"
          + "\"session_id\":\"s-'$ROUNDHOUSE_ATTEMPT'\"}' >\"$ROUNDHOUSE_RESULT\"\n"
          + "[ $ROUNDHOUSE_ATTEMPT = 2 ] || exit 1\n"
          + EDIT;

  private String today = "";

  @BeforeEach
  void work() {
    String cheap =
        "echo '{\"usage\":{\"input_tokens\":500,\"output_tokens\":20}}' >\"$ROUNDHOUSE_RESULT\"\n"
            + EDIT;
    git.write(
        ".roundhouse/agents/costly",
        "#!/bin/sh\n# name: costly\n# description: is dear\n" + COSTLY);
    git.write(
        ".roundhouse/agents/cheap", "#!/bin/sh\n# name: cheap\n# description: is not\n" + cheap);
    for (String each : List.of("costly", "cheap")) {
      assertThat(git.root().resolve(".roundhouse/agents/" + each).toFile().setExecutable(true))
          .isTrue();
    }
    git.write(
        "roundhouse.yaml",
        "agent: costly\nroutes: [{agent: cheap, label: docs}]\nworkers: 1\n"
            + "backoff: {first: 10ms, longest: 10ms}\nattempts: 2\n");
    git.issue("BUG-1", "type: bug", "priority: P1");
    git.issue("DOC-2", "type: docs", "labels: docs").commitAll("backlog");
    today = LocalDate.now(ZoneId.systemDefault()).toString();
  }

  private void configure(String more) {
    git.write("roundhouse.yaml", git.read("roundhouse.yaml") + more);
  }

  private static Map<String, JsonNode> rows(JsonNode rows, String key) {
    return StreamSupport.stream(rows.spliterator(), false)
        .collect(Collectors.toMap(each -> each.path(key).asString(""), Function.identity()));
  }

  private static JsonNode row(JsonNode rows, String key, String value) {
    return Objects.requireNonNull(rows(rows, key).get(value), value);
  }

  @Test
  void aRunEndsWithWhatItsAgentsUsed() {
    Shell.Answer run = shell.type("run");

    assertThat(run.out())
        .containsPattern(
            "agents used \\$0.50, 24.5k tokens in and 710 out; "
                + TIME
                + " of agents' time, 3 attempts\n"
                + "  AGENT   LANDED  ATTEMPTS  TIME  TOKENS IN  OUT   COST\n"
                + "  cheap        1         1  "
                + TIME
                + "        500   20      -\n"
                + "  costly       1         2  "
                + TIME
                + "      24.0k  690  \\$0.50\n");
  }

  @Test
  void theJsonOfARunHasIt() {
    JsonNode run = shell.type("run", "--json").json();

    assertThat(run.path("used").path("usage").path("costUsd").decimalValue())
        .isEqualByComparingTo("0.5");
    assertThat(run.path("used").path("attempts").intValue()).isEqualTo(3);
    assertThat(run.path("used").path("assumed").isNull()).isTrue();
    assertThat(row(run.path("agents"), "agent", "cheap").path("landed").intValue()).isEqualTo(1);
  }

  @Test
  void anIssueShowsWhatEachAttemptUsed() {
    shell.type("run");

    assertThat(shell.type("show", "BUG-1").out())
        .containsPattern(
            "  usage       \\$0.50, 24.0k tokens in and 690 out; "
                + TIME
                + " of agents' time, 2 attempts\n"
                + "    ATTEMPT  AGENT   TIME  TOKENS IN  OUT   COST  SESSION\n"
                + "          1  costly  "
                + TIME
                + "      12.0k  345  \\$0.25  s-1\n"
                + "          2  costly  "
                + TIME
                + "      12.0k  345  \\$0.25  s-2\n");
    JsonNode issue = shell.type("show", "BUG-1", "--json").json();
    assertThat(issue.path("usage").path("inputTokens").longValue()).isEqualTo(24_000);
    JsonNode last = issue.path("history").path(1);
    assertThat(last.path("agent").asString()).isEqualTo("costly");
    assertThat(last.path("session").asString()).isEqualTo("s-2");
    assertThat(last.path("usage").path("outputTokens").longValue()).isEqualTo(345);
    assertThat(last.path("steps").path(0).path("session").asString()).isEqualTo("s-2");
    assertThat(shell.type("list", "--json").json().path("issues").path(0).has("usage")).isTrue();
  }

  @Test
  void statusShowsTheLastRunAndItsBudget() {
    assertThat(shell.type("status").out()).doesNotContain("run used");
    configure("budget: {run: 20 usd, attempt: 0.30 usd}\n");
    shell.type("run");

    assertThat(shell.type("status").out())
        .contains("the last run used ~$0.80, 24.5k tokens in and 710 out; ")
        .contains("~ includes an estimate")
        .contains(
            "the budget of a run is $20.00: $0.00 spent, $20.00 left (each run starts with the"
                + " full amount)");
    JsonNode used = shell.type("status", "--json").json().path("used");
    assertThat(used.path("assumed").path("costUsd").decimalValue()).isEqualByComparingTo("0.3");
    assertThat(used.path("budget").path("left").decimalValue()).isEqualByComparingTo("19.2");
    assertThat(used.path("endedAt").isNull()).isFalse();
  }

  @Test
  void statusShowsTheActiveRunAndWhatItHasLeft() throws Exception {
    configure("budget: {run: 5 usd, attempt: 1 usd}\n");
    String waits =
        git.script(
            "waits",
            "touch \"$HOME/begun\"\nuntil [ -e \"$HOME/go\" ]; do sleep 0.1; done\n" + EDIT);
    git.write(
        "roundhouse.yaml",
        git.read("roundhouse.yaml")
            .replace("routes: [", "routes: [{agent: '" + waits + "', label: slow}, "));
    git.issue("ASK-3", "priority: P9", "labels: slow").commitAll("one that waits");
    Process run = shell.start(git.home().resolve("output"), "run");
    try {
      Patience.await().until(() -> Files.exists(git.home().resolve("begun")));

      assertThat(shell.type("status").out())
          .contains("this run used ~$1.50, 24.5k tokens in and 710 out; ")
          .contains("the budget of a run is $5.00: $1.50 spent, $3.50 left\n");
      JsonNode used = shell.type("status", "--json").json().path("used");
      assertThat(used.path("endedAt").isNull()).isTrue();
      assertThat(used.path("budget").path("spent").decimalValue()).isEqualByComparingTo("1.5");
      assertThat(shell.type("show", "ASK-3").out()).contains("1  " + waits);
    } finally {
      git.script("go", "");
      assertThat(Patience.exitCode(run)).isZero();
    }
  }

  @Test
  void whyNamesTheBudgetOfAnIssueThatItStopped() {
    configure("budget: {issue: 0.40 usd, attempt: 0.20 usd}\n");
    String reason =
        "not started: the budget of an issue is $0.40: $0.25 spent, $0.15 left, less than"
            + " the $0.20 that an attempt reserves";

    assertThat(shell.type("run").out()).contains("BUG-1", reason);

    assertThat(shell.type("why", "BUG-1").out()).contains("because     " + reason);
    assertThat(shell.type("why", "BUG-1", "--json").json().path("reason").asString())
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "AGENT, cheap, costly",
    "TYPE, BUG, DOCS",
  })
  void statsAddUpByAgentAndByType(String by, String first, String second) {
    shell.type("run");

    String out = shell.type("stats", "--by", by.toLowerCase(Locale.ROOT)).out();

    assertThat(out.lines().map(each -> each.replaceFirst(" .*", "")))
        .containsExactly(by, first, second, "total");
    assertThat(out).containsPattern("total +2 +3 +" + TIME + " +24.5k +710 +\\$0.50");
  }

  @Test
  void statsShowAllTablesUnlessOneIsNamed() {
    assertThat(shell.type("stats").out()).isEqualTo("no attempts\n");
    shell.type("run");

    assertThat(shell.type("stats").out())
        .contains("AGENT ", "TYPE ", "DAY ")
        .containsPattern(today + " +2 +3 ");
    JsonNode stats = shell.type("stats", "--json").json();
    assertThat(stats.path("since").isNull()).isTrue();
    assertThat(row(stats.path("days"), "day", today).path("attempts").intValue()).isEqualTo(3);
    assertThat(row(stats.path("types"), "type", "BUG").path("landed").intValue()).isEqualTo(1);
    assertThat(row(stats.path("agents"), "agent", "costly").path("usage").path("costUsd"))
        .isNotNull();
  }

  @Test
  void statsLeaveOutWhatIsOlder() {
    shell.type("run");

    assertThat(shell.type("stats", "--since", "1h").out()).contains("costly");
    assertThat(shell.type("stats", "--since", today).out()).contains("costly");
    String later = LocalDate.now(ZoneId.systemDefault()).plusDays(1).toString();
    assertThat(shell.type("stats", "--since", later).out())
        .isEqualTo("no attempts since " + later + "\n");
    assertThat(shell.type("stats", "--since", "0s", "--json").json().path("agents")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "7", "9999999999d", ""})
  void aTimeThatIsNoneIsRefused(String since) {
    Shell.Answer answer = shell.type("stats", "--since", since);

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--since must be a date or a duration", "2026-11-01");
  }
}
