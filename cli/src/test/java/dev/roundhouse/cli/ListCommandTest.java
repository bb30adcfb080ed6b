package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The list shows what is open, as a run would take it. */
class ListCommandTest extends CommandFixture {
  private static final String DONE = "---\nid: A-4\nstatus: done\n---\n\n# Over\n";

  @Test
  void openIssuesAreInTheOrderOfARunAndClosedOnesOnRequest() {
    git.issue("A-1", "priority: P3")
        .issue("A-2", "priority: P1")
        .issue("A-3", "blocked_by: A-1", "priority: P0")
        .write("issues/A-4.md", DONE)
        .commitAll("backlog");

    Shell.Answer open = shell.type("list");
    assertThat(open.code()).isZero();
    assertThat(open.out().lines().map(each -> each.replaceAll(" .*", "")))
        .containsExactly("ISSUE", "A-2", "A-1", "A-3");
    assertThat(open.err())
        .isEqualToIgnoringNewLines("1 closed; 'roundhouse list --all' lists them, too");
    assertThat(shell.type("list", "--all").out()).contains("A-4");
    assertThat(shell.type("list", "--json").json().path("issues")).hasSize(4);
  }

  @Test
  void whereEverythingIsClosedTheListIsEmpty() {
    git.write("issues/A-4.md", DONE).commitAll("backlog");

    Shell.Answer none = shell.type("list");

    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("1 closed");
  }
}
