package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files that nobody tracked before do not land unseen. */
@Tag("slow")
class NewFileLimitTest {
  private static final String INSTALL =
      "mkdir -p node_modules/a node_modules/b\n"
          + "for i in $(seq COUNT); do echo $i >node_modules/a/$i; echo b$i >node_modules/b/$i;"
          + " done\n"
          + "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private final List<String> told = new ArrayList<>();
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  private Orchestrator orchestrator(String agent, int limit) throws Exception {
    git.write(
        "roundhouse.yaml",
        "agent: '" + git.script("agent", agent) + "'\nlanding: {newFiles: " + limit + "}\n");
    return git.configuredOrchestrator(git.environment())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed notice && notice.warning()) {
                told.add(notice.message());
              }
            })
        .build();
  }

  @Test
  void moreThanTheLimitWaitsForApproval() throws Exception {
    Orchestrator orchestrator = orchestrator(INSTALL.replace("COUNT", "10"), 20);

    RunReport report = orchestrator.run();

    assertThat(report.issues().get(0).status()).isEqualTo("awaiting-approval");
    assertThat(told)
        .anyMatch(
            each ->
                each.contains("A-1 adds 21 files")
                    && each.contains("most of them in node_modules/;")
                    && each.contains("roundhouse approve A-1"));
    assertThat(git.landed("main")).isEmpty();
    assertThat(orchestrator.status().plan().find(new IssueId("A-1")).orElseThrow().reason())
        .isEqualTo(
            "it awaits approval before it lands: it adds 21 files that were not tracked before"
                + " (most of them in node_modules/), and 20 may land without approval"
                + " (landing: newFiles)");

    orchestrator.planEditor().approve(List.of(new IssueId("A-1")));
    assertThat(orchestrator.run().isComplete()).isTrue();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void manyThatAreWithinTheLimitLandAndAreReported() throws Exception {
    RunReport report = orchestrator(INSTALL.replace("COUNT", "10"), 21).run();

    assertThat(report.isComplete()).isTrue();
    assertThat(told).anyMatch(each -> each.startsWith("A-1 adds 21 files"));
  }

  @Test
  void whatIsOnlyMovedDoesNotCount() throws Exception {
    for (int i = 0; i < 9; i++) {
      git.write("old/" + i, "content " + i);
    }
    git.commitAll("files");

    assertThat(orchestrator("mv old new\n", 8).run().isComplete()).isTrue();
    assertThat(told).isEmpty();
  }
}
