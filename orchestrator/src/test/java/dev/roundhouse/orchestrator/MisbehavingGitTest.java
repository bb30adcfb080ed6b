package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.RogueRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that do with git, and with their worktree, what they should not. */
@Tag("slow")
class MisbehavingGitTest {
  @TempDir Path temporary;
  private RogueRun rogues;

  @BeforeEach
  void makeRepository() {
    rogues = RogueRun.in(temporary.resolve("project"));
    rogues.git().write("shared", "old\n").commitAll("shared");
  }

  private static String commit(String name) {
    return "echo x >" + name + "\ngit add " + name + "\ngit commit -qm " + name + "\n";
  }

  @Test
  void whateverTheyCommitAndWhereverIsKept() throws Exception {
    rogues
        .issue("fails", commit("fails") + "exit 1")
        .issue("idles", "exit 0")
        .issue("rewrites", "git reset -q --hard HEAD~1\n" + commit("rewrites"))
        .issue("amends", "echo x >amends\ngit add amends\ngit commit -q --amend -m amended")
        .issue("branches", "git checkout -q -b elsewhere\n" + commit("branches"))
        .issue(
            "returns", "git checkout -q -b aside\n" + commit("returns") + "git checkout -q @{-1}")
        .issue(
            "rebases",
            "echo 1 >shared\ngit commit -qam one\ngit checkout -q --detach HEAD~1\n"
                + "echo 2 >shared\ngit commit -qam two\ngit rebase -q HEAD@{2} || true")
        .issue("throws-away", commit("throws-away") + "git reset -q --hard HEAD~1")
        .run();

    assertThat(rogues.landed()).contains("branches", "rewrites");
    // what it amended is the backlog's commit, which conflicts with what marked issues done since
    assertThat(rogues.outcome("amends")).matches("landed: .*|conflicted: .*|rejected: .*");
    assertThat(rogues.kept("amends", "head", "amends")).isEqualTo("x");
    assertThat(rogues.outcome("fails"))
        .isEqualTo("failed: the agent exited with 1; its work is kept");
    assertThat(rogues.kept("fails", "head", "fails")).isEqualTo("x");
    assertThat(rogues.outcome("idles")).isEqualTo("no-change: the agent changed nothing");
    assertThat(rogues.outcome("returns")).isEqualTo("no-change: the agent changed nothing");
    assertThat(rogues.kept("returns", "lost-1", "returns")).isEqualTo("x");
    assertThat(rogues.outcome("throws-away")).startsWith("no-change: ");
    assertThat(rogues.kept("throws-away", "lost-1", "throws-away")).isEqualTo("x");
    assertThat(rogues.outcome("rebases"))
        .isEqualTo("failed: a rebase was left unfinished; the work is kept");
    assertThat(rogues.kept("rebases", "lost-1", "shared")).isIn("1", "2");
    assertThat(rogues.git().show("main", "shared")).isEqualTo("old");
  }

  @Test
  void aWorktreeThatIsDamagedCostsTheAttemptAndNothingElse() throws Exception {
    rogues
        .issue("unlinks", "echo x >unlinks\nrm .git")
        .issue(
            "replaces",
            "rm .git\ngit init -q\ngit config user.name X\ngit config user.email x@example.org\n"
                + commit("replaces"))
        .issue("forgets", "echo x >forgets\nrm -rf \"$(git rev-parse --git-dir)\"")
        .issue("vanishes", commit("vanishes") + "cd /\nrm -rf \"$ROUNDHOUSE_WORKTREE\"")
        .issue("moves", "echo x >moves\ncd /\nmv \"$ROUNDHOUSE_WORKTREE\" \"$HOME/moved\"")
        .issue(
            "links",
            "cd /\nmv \"$ROUNDHOUSE_WORKTREE\" \"$HOME/linked\"\n"
                + "ln -s \"$HOME/linked\" \"$ROUNDHOUSE_WORKTREE\"")
        .issue(
            "erases",
            "git rev-parse --git-dir | xargs rm -rf\ncd /\nrm -rf \"$ROUNDHOUSE_WORKTREE\"")
        .issue("strays", "echo x >../stray\necho x >\"$HOME/stray\"\necho x >strays")
        .issue("locks", "touch \"$(git rev-parse --git-dir)/index.lock\"\necho x >locks")
        .issue("after-1", "echo x >after-1", "blocked_by: strays")
        .issue("after-2", "echo x >after-2", "blocked_by: strays")
        .run();

    assertThat(rogues.landed()).contains("after-1", "after-2", "strays");
    assertThat(rogues.outcome("unlinks")).isEqualTo("failed: the worktree's .git was removed");
    assertThat(rogues.kept("unlinks", "dirty", "unlinks")).isEqualTo("x");
    assertThat(rogues.outcome("replaces")).startsWith("failed: the worktree's .git was replaced");
    assertThat(rogues.kept("replaces", "dirty", "replaces")).isEqualTo("x");
    String forgotten = rogues.outcome("forgets");
    assertThat(forgotten).startsWith("failed: git's record of the worktree is gone; its files");
    Path aside = Path.of(forgotten.substring(forgotten.indexOf('/')));
    assertThat(aside.resolve("forgets")).hasContent("x");
    assertThat(rogues.kept("vanishes", "head", "vanishes")).isEqualTo("x");
    for (String each : new String[] {"vanishes", "moves", "links"}) {
      assertThat(rogues.outcome(each))
          .isEqualTo("failed: the worktree was removed; what was committed is kept");
      assertThat(rogues.kept(each)).containsExactly("head");
    }
    assertThat(rogues.outcome("erases"))
        .isEqualTo("failed: the worktree was removed, and git's record of it too");
    assertThat(Files.exists(rogues.worktrees().resolve("stray"))).isTrue();
  }
}
