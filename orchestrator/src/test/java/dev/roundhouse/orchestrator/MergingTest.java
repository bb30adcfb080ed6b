package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work is merged by the rules of what has landed, and by no others. */
class MergingTest {
  /** The second issue works on what was there before the first. */
  private static final String BOTH_CHANGE_ONE_FILE =
      "[ $ROUNDHOUSE_ISSUE_ID = A-1 ] || git reset -q --hard start; echo $ROUNDHOUSE_ISSUE_ID >shared";

  @TempDir Path temporary;

  @Test
  void whatAGateWritesIntoItsWorktreeDoesNotRuleTheNextMerge() throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.write("shared", "old\n").issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");
    git.git("tag", "start");
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent(BOTH_CHANGE_ONE_FILE))
            .gate(git.gate("echo '* merge=union' >.gitattributes"))
            .attempts(1)
            .build();

    RunReport report = git.orchestrator().options(options).build().run();

    assertThat(report.issues())
        .extracting(IssueResult::status)
        .containsExactly("landed", "conflicted");
    assertThat(git.show("main", "shared")).isEqualTo("A-1");
  }
}
