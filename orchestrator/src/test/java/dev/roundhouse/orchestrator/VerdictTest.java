package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent says of its issue in its result, and what comes of it. */
class VerdictTest {
  /** Works, and says what the file of its issue's name beside it holds. */
  private static final String SAYS =
      "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\ncat \"$HOME/$ROUNDHOUSE_ISSUE_ID.json\" >\"$ROUNDHOUSE_RESULT\"\n";

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
  }

  private void says(String issue, String json) {
    Path home = git.home();
    git.write(git.root().relativize(home.resolve(issue + ".json")).toString(), json);
  }

  private RunReport run(String agent) throws Exception {
    RunOptions options = RunOptions.builder().agent(git.agent(agent)).attempts(1).build();
    return git.orchestrator().options(options).build().run();
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

  @Test
  void eachVerdictHasItsEnding() throws Exception {
    for (String id : List.of("A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7")) {
      git.issue(id);
    }
    git.commitAll("backlog");
    says("A-1", "{\"verdict\":\"ready\"}");
    says("A-2", "{\"verdict\":\"Corrected\",\"corrections\":[\"the title\"]}");
    says("A-3", "{\"verdict\":\"not ready\",\"reason\":\"no steps\"}");
    says("A-4", "{\"verdict\":\"needs_review\",\"reason\":\"risky\"}");
    says("A-5", "{\"verdict\":\"close\",\"reason\":\"a duplicate\"}");
    says("A-6", "{\"verdict\":\"blocked\",\"reason\":\"no server\"}");
    says("A-7", "{\"verdict\":\"splendid\"}");

    RunReport report = run(SAYS);

    assertThat(statuses(report))
        .containsExactly(
            Map.entry("A-1", "landed"),
            Map.entry("A-2", "landed"),
            Map.entry("A-3", "not-ready"),
            Map.entry("A-4", "awaiting-approval"),
            Map.entry("A-5", "closed"),
            Map.entry("A-6", "not-ready"),
            Map.entry("A-7", "landed"));
    assertThat(record("A-3").failures()).isZero();
    assertThat(record("A-6").reason()).isEqualTo("the agent calls it blocked: no server");
    assertThat(git.show("main", "issues/A-5.md")).contains("status: done");
    assertThat(git.git("ls-tree", "--name-only", "main")).contains("A-1.txt").doesNotContain("A-5");
    assertThat(report.corrections()).containsEntry("other", 1);
  }

  @Test
  void whatNeedsReviewLandsOnceItIsApproved() throws Exception {
    git.issue("A-1").commitAll("backlog");
    says("A-1", "{\"verdict\":\"needs-review\"}");
    run(SAYS);
    assertThat(git.landed("main")).isEmpty();

    git.orchestrator().build().planEditor().approve(List.of(new IssueId("A-1")));
    run("exit 1");

    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void whatItUsedUpIsRecordedAndNonsenseIsNothing() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    says(
        "A-1",
        "{\"session_id\":\"s-1\",\"usage\":{\"input_tokens\":12,\"output_tokens\":3,"
            + "\"cost_usd\":0.25}}");
    says("A-2", "{\"usage\":{\"input_tokens\":-5,\"output_tokens\":\"many\",\"cost_usd\":-1}}");

    run(SAYS);

    assertThat(record("A-1").usage().tokens()).isEqualTo(15);
    assertThat(record("A-1").usage().costUsd()).isEqualByComparingTo(new BigDecimal("0.25"));
    assertThat(record("A-2").usage().tokens()).isZero();
  }
}
