package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is over and safe elsewhere goes in time; nothing else ever. */
@Tag("slow")
class GcCommandTest extends CommandFixture {
  private static final String NOW = "retention: {age: 0s, keep: 0}\n";

  private void configure(String text) {
    git.write("roundhouse.yaml", text);
  }

  private void run(int workers, String body) {
    Shell.Answer answer =
        shell.type(
            "run",
            "--agent",
            git.script("agent", body),
            "--attempts",
            "1",
            "--workers",
            Integer.toString(workers));
    assertThat(answer.code()).as(answer.err() + answer.out()).isLessThan(2);
  }

  private Shell.Answer gc(String... more) {
    Shell.Answer answer =
        shell.type(Stream.concat(Stream.of("gc"), Stream.of(more)).toArray(String[]::new));
    assertThat(answer.code()).as(answer.err()).isZero();
    return answer;
  }

  private List<String> work() {
    return git.git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/roundhouse/work/")
        .lines()
        .toList();
  }

  private Path worktrees() {
    return git.root().resolveSibling("project.roundhouse");
  }

  /** Every file of ours, and what git lists, with its size and time. */
  private Map<Path, String> everything() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    for (Path top : List.of(git.root(), worktrees())) {
      try (Stream<Path> all = Files.walk(top)) {
        for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
          files.put(each, Files.size(each) + " " + Files.getLastModifiedTime(each));
        }
      }
    }
    return files;
  }

  @Test
  void whatLandedGoesOnceItIsOldAndNotAmongTheNewest() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").issue("A-3").commitAll("backlog");
    run(
        1,
        "if [ $ROUNDHOUSE_ISSUE_ID = A-3 ]; then echo half >half; exit 1; fi\n"
            + "echo 1 >lost; git add lost; git commit -qm lost; git reset -q --hard HEAD~1\n"
            + "echo $ROUNDHOUSE_ISSUE_ID >$ROUNDHOUSE_ISSUE_ID.txt\n");
    List<String> all = work();
    assertThat(gc("--json").json().path("refs")).isEmpty();
    configure("retention: {age: 0s}\n");
    assertThat(gc("--json").json().path("refs")).isEmpty();
    configure("retention: {keep: 0}\n");
    assertThat(gc("--json").json().path("refs")).isEmpty();
    assertThat(work()).isEqualTo(all);

    configure(NOW);
    Map<Path, String> before = everything();
    assertThat(gc("--dry-run").out()).contains("would delete refs/roundhouse/work/a-1/1/head");
    assertThat(everything()).isEqualTo(before);
    gc();

    assertThat(work()).containsExactly("a-1/1/lost-1", "a-2/1/lost-1", "a-3/1/dirty");
    assertThat(git.landed("main")).containsExactly("A-2", "A-1");
    assertThat(git.git("fsck", "--no-dangling")).isEmpty();
  }

  @Test
  void whatTheUserTookOffTheTargetAndAcceptedIsNoLongerElsewhereAndStays() {
    git.issue("A-1").commitAll("backlog");
    run(1, "echo x >x; git add x; git commit -qm x");
    git.git("reset", "-q", "--hard", "main~1");
    assertThat(shell.type("sync", "--accept").code()).isZero();
    configure(NOW);
    gc();
    assertThat(work()).contains("a-1/1/head", "a-1/1/candidate");
  }

  @Test
  void worktreesBeyondTheNumberOfWorkersGoUnlessTheyHoldWhatIsNowhereElse() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3").issue("A-4").commitAll("backlog");
    run(4, "echo $ROUNDHOUSE_ISSUE_ID >x-$ROUNDHOUSE_ISSUE_ID; exit 1");
    Files.writeString(worktrees().resolve("w3/mine"), "by hand\n");
    Files.createDirectories(worktrees().resolve("w2.kept-a-9-1"));
    Files.createDirectories(worktrees().resolve("not-ours"));
    configure("workers: 1\n");
    Map<Path, String> before = everything();
    assertThat(gc("--dry-run").out()).contains("saved: " + worktrees().resolve("w3"));
    assertThat(everything()).isEqualTo(before);

    Shell.Answer answer = gc();

    assertThat(answer.out())
        .contains("removed " + worktrees().resolve("w2"), "removed " + worktrees().resolve("w4"))
        .contains("nowhere else: " + worktrees().resolve("w3"))
        .contains("could not be saved: " + worktrees().resolve("w2.kept-a-9-1"));
    assertThat(worktrees().resolve("w1")).exists();
    assertThat(worktrees().resolve("w2")).doesNotExist();
    assertThat(worktrees().resolve("w3/mine")).exists();
    assertThat(worktrees().resolve("w2.kept-a-9-1")).exists();
    assertThat(worktrees().resolve("not-ours")).exists();
    assertThat(git.git("worktree", "list").lines()).hasSize(3);
    run(4, "exit 1");
  }

  @Test
  void logsOfOldRunsGoAndThoseOfTheNewestStay() throws Exception {
    Path runs = git.root().resolve(".git/roundhouse/runs");
    git.issue("A-1").commitAll("backlog");
    run(1, "echo said; exit 1");
    String first = onlyIn(runs);
    shell.type("retry", "A-1");
    run(1, "echo said; exit 1");
    configure("retention: {age: 0s, keep: 1}\n");

    assertThat(gc().out()).contains("the logs of " + first);

    assertThat(onlyIn(runs)).isNotEqualTo(first);
    assertThat(shell.type("log", "A-1").out()).contains("said");
  }

  private static String onlyIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> content = all.toList();
      assertThat(content).hasSize(1);
      return content.get(0).getFileName().toString();
    }
  }

  @Test
  void refsArePackedWhenManyAreLooseAndGitsOwnSettingsCount() {
    git.issue("A-1").commitAll("backlog");
    run(1, "echo x >x; exit 1");
    for (int i = 1; i <= 150; i++) {
      git.git("update-ref", "refs/roundhouse/work/b-" + i + "/1/head", "main");
    }
    git.git("config", "gc.packRefs", "false");
    gc();
    assertThat(git.root().resolve(".git/packed-refs")).doesNotExist();
    git.git("config", "--unset", "gc.packRefs");
    shell.type("retry", "A-1");
    run(1, "exit 2"); // a run tidies up behind itself
    assertThat(git.root().resolve(".git/refs/roundhouse/work/b-1")).doesNotExist();
    assertThat(work()).hasSize(153).contains("b-1/1/head", "a-1/1/dirty");
  }

  @Test
  void aBadRetentionIsRefusedAndNothingIsTouched() {
    for (String each :
        List.of(
            "retention: 5\n",
            "retention: {age: never}\n",
            "retention: {keep: -1}\n",
            "diskFloor: much\n",
            "diskFloor: 5\n",
            "keepIgnored: ['!x']\n",
            "keepIgnored: {agents: [x]}\n")) {
      configure(each);
      assertThat(shell.type("gc").code()).as(each).isEqualTo(2);
    }
  }
}
