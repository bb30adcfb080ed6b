package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The user goes on working in the main checkout while a run lands changes. */
@Tag("slow")
class UserEditsTest extends CommandFixture {
  private static final int ISSUES = 10;

  @Test
  void everyByteOfTheUsersIsThereAfterwards() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= ISSUES; i++) {
      ids.add("A-" + i);
      git.issue("A-" + i);
    }
    git.write("notes", "old\n").write("stashed", "old\n").write("staged", "old\n");
    git.commitAll("backlog");
    git.write("stashed", "put away\n").git("stash", "push", "-q");
    String agent = git.script("agent", "sleep 0.1; echo x >$ROUNDHOUSE_ISSUE_ID.txt");
    Path log = temporary.resolve("log");
    Process run = shell.start(log, "run", "--agent", agent, "--gate", "true");

    int rounds = 0;
    List<String> commits = new ArrayList<>();
    while (!run.waitFor(20, TimeUnit.MILLISECONDS)) {
      rounds++;
      git.write("notes", "mine, round " + rounds + "\n");
      git.write("untracked-" + rounds, "untracked " + rounds + "\n");
      git.write("staged", "staged " + rounds + "\n");
      commit(git, rounds).ifPresent(commits::add);
    }

    String output = Files.readString(log);
    assertThat(run.exitValue()).as(output).isZero();
    assertThat(rounds).as(output).isGreaterThan(3);
    assertThat(commits).isNotEmpty();
    assertThat(git.read("notes")).isEqualTo("mine, round " + rounds + "\n");
    assertThat(git.read("staged")).isEqualTo("staged " + rounds + "\n");
    for (int i = 1; i <= rounds; i++) {
      assertThat(git.read("untracked-" + i)).isEqualTo("untracked " + i + "\n");
    }
    assertThat(git.git("stash", "list").lines()).hasSize(1);
    assertThat(git.show("stash@{0}", "stashed")).isEqualTo("put away");
    assertThat(git.git("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
    assertThat(git.git("rev-list", "refs/roundhouse/tip/main", "main").lines().toList())
        .containsAll(commits);
    assertThat(git.landed("refs/roundhouse/tip/main")).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(shell.type("sync", "--gate", "true").code()).isZero();
    assertThat(git.git("rev-list", "main").lines().toList()).containsAll(commits);
    assertThat(git.git("status", "--porcelain", "notes", "staged")).contains("notes", "staged");
  }

  /** Commits one file as a user would; empty where git was busy, which users know. */
  private static Optional<String> commit(GitFixture git, int round) {
    git.write("committed-" + round, "committed " + round + "\n");
    try {
      git.git("add", "committed-" + round, "staged");
      git.git("commit", "-q", "-m", "by the user " + round, "--", "committed-" + round);
      return Optional.of(git.git("rev-parse", "HEAD"));
    } catch (IllegalStateException busy) {
      assertThat(busy).hasMessageContaining("lock");
      return Optional.empty();
    }
  }
}
