package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs for a sprint, an epic or a written plan. */
class GoalCommandTest extends CommandFixture {
  @BeforeEach
  void makeRepository() {
    git.issue("A-1").issue("A-2").issue("A-3", "parent: E-1").issue("E-1").issue("A-4");
    git.write("sprints/first.yaml", "issues: [A-1]\nepics: [E-1]\n");
    git.write(
        "plan.yaml",
        "groups:\n- {name: b, mode: sequential, issues: [A-4, A-2]}\n"
            + "- {name: c, optional: true, issues: A-1}\n"
            + "- {name: d, after: [b, c], issues: A-3}\n");
    git.commitAll("backlog");
  }

  @Test
  void aSprintIsRunAsOneGoalByNameOrFile() {
    assertThat(shell.type("list", "--sprint", "sprints/first.yaml").out())
        .contains("A-1", "A-3")
        .doesNotContain("A-2", "E-1");
    assertThat(run(EDIT, "--sprint", "first").code()).isZero();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-3");
  }

  @Test
  void anEpicIsItsChildren() {
    assertThat(run(EDIT, "--epic", "E-1").code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-3");
  }

  @Test
  void aPlanIsWorkedInItsOrderAndOptionalWorkNeverFailsTheRun() {
    String agent = "[ \"$ROUNDHOUSE_ISSUE_ID\" != A-1 ] || exit 1\n" + EDIT;
    assertThat(run(agent, "--plan", "plan.yaml", "--attempts", "1").code()).isZero();
    List<String> landed = List.copyOf(git.landed("main"));
    assertThat(landed).containsExactlyInAnyOrder("A-4", "A-2", "A-3");
    assertThat(shell.status("A-1")).isEqualTo("failed");
  }

  @Test
  void whatIsNotOptionalFailsTheRunAndHoldsUpWhatComesAfterIt() {
    String agent = "[ \"$ROUNDHOUSE_ISSUE_ID\" != A-4 ] || exit 1\n" + EDIT;
    assertThat(run(agent, "--plan", "plan.yaml", "--attempts", "1").code()).isEqualTo(1);
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void aGoalThatIsNotRightIsRefusedWithFileAndLine() {
    git.write("bad.yaml", "issues: A-1\ncolour: red\n");
    Shell.Answer answer = run(EDIT, "--sprint", "bad.yaml");
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("bad.yaml:2: unknown key 'colour'");
    assertThat(run(EDIT, "--epic", "A-1").err()).contains("A-1 has no children");
    assertThat(run(EDIT, "--epic", "E-1", "--plan", "plan.yaml").code()).isEqualTo(2);
    assertThat(git.landed("main")).isEmpty();
  }
}
