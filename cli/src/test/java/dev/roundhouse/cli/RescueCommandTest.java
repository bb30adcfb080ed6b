package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Everything ever worked can be had back, and goes only when it is safe or let go. */
class RescueCommandTest extends CommandFixture {
  private static final String REFS = "for-each-ref --format=%(refname) refs/roundhouse";

  @BeforeEach
  void makeRepository() {
    git.write("roundhouse.yaml", "retention: {age: 0s, keep: 0}\n").commitAll("configure");
  }

  private void run(String body) {
    Shell.Answer answer =
        shell.type("run", "--agent", git.script("agent", body), "--attempts", "1");
    assertThat(answer.code()).as(answer.err() + answer.out()).isLessThan(2);
  }

  private List<String> refs() {
    return git.git(REFS.split(" ")).lines().toList();
  }

  private static String ref(String issue, String piece) {
    return "refs/roundhouse/work/" + issue + "/1/" + piece;
  }

  private void failHalfWay() {
    git.issue("A-1").commitAll("backlog");
    run(
        "echo thrown >thrown; git add thrown; git commit -qm thrown; git reset -q --hard HEAD~1\n"
            + "echo done >done; git add done; git commit -qm done\n"
            + "printf 'a\\000\\377\\n' >binary; printf 'caf\\351\\n' >latin; exit 1\n");
  }

  @Test
  void everyPieceIsListedAndGoesToABranchThatIsNew() {
    failHalfWay();
    JsonNode kept = shell.type("rescue", "--json").json().path("kept");
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).path("pieces").propertyNames())
        .containsExactly("dirty", "head", "lost-1");
    assertThat(kept.get(0).path("released").asBoolean()).isFalse();

    assertThat(shell.type("rescue", "a-1/1", "--branch", "back").code()).isZero();
    assertThat(git.show("back", "latin")).isNotEmpty();
    assertThat(shell.type("rescue", "1", "--piece", "lost-1", "--branch", "lost").code()).isZero();
    assertThat(git.show("lost", "thrown")).isEqualTo("thrown");

    for (String[] each :
        new String[][] {
          {"rescue", "A-1", "--branch", "back"},
          {"rescue", "A-1", "--branch", "-x"},
          {"rescue", "A-1", "--branch", "a..b"},
          {"rescue", "A-1/2", "--branch", "other"},
          {"rescue", "A-1", "--piece", "lost-9", "--branch", "other"},
          {"rescue", "B-1", "--branch", "other"},
          {"rescue", "--branch", "other"},
          {"rescue", "--release"},
        }) {
      assertThat(shell.type(each).code()).as(String.join(" ", each)).isEqualTo(2);
    }
    assertThat(git.git("branch", "--format=%(refname:short)").lines())
        .containsExactlyInAnyOrder("main", "back", "lost");
  }

  @Test
  void aLandingThatIsGivenUpIsToldWithWhatToTypeNextAndIsAPieceThatStays() {
    git.issue("A-1").commitAll("backlog");
    run("echo x >x");
    git.git("reset", "-q", "--hard", "HEAD~1");

    Shell.Answer accepted = shell.type("sync", "--accept");

    assertThat(accepted.out()).contains("continuing without:", "A-1", "'roundhouse retry A-1'");
    assertThat(shell.status("A-1")).isEqualTo("dropped");
    assertThat(shell.type("why", "A-1").out())
        .contains("it landed as", "'roundhouse retry A-1'", "'roundhouse rescue A-1'");
    assertThat(shell.type("rescue", "A-1").out()).contains("dropped");
    String[] back = {"rescue", "A-1", "--piece", "dropped", "--branch", "back"};
    assertThat(shell.type(back).code()).isZero();
    assertThat(git.show("back", "x")).isEqualTo("x");
    assertThat(shell.type("rescue", "A-1", "--release").code()).isZero();
    assertThat(shell.type("gc").code()).isZero();
    assertThat(shell.type("rescue", "A-1").out()).contains("dropped").doesNotContain("head");
    assertThat(shell.type("rescue", "A-1", "--release").err()).contains("never deletes");
  }

  @Test
  void aPatchBringsBackBinaryFilesAndWhatWasNotCommittedAndOverwritesNothing() throws Exception {
    failHalfWay();
    Path patch = temporary.resolve("a patch");

    assertThat(shell.type("rescue", "A-1", "--patch", patch.toString()).code()).isZero();

    git.git("apply", patch.toString());
    assertThat(Files.readAllBytes(git.root().resolve("binary")))
        .containsExactly('a', 0, 0xff, '\n');
    assertThat(Files.readAllBytes(git.root().resolve("latin")))
        .containsExactly('c', 'a', 'f', 0xe9, '\n');
    assertThat(git.read("done")).isEqualTo("done\n");
    byte[] before = Files.readAllBytes(patch);
    Shell.Answer again = shell.type("rescue", "A-1", "--patch", patch.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("already exists");
    assertThat(Files.readAllBytes(patch)).isEqualTo(before);
    assertThat(shell.type("rescue", "A-1", "--patch", "no/such/folder").code()).isEqualTo(2);
  }

  @Test
  void aPatchGoesToStandardOutputAsItIs() throws Exception {
    failHalfWay();
    Path file = temporary.resolve("patch");
    assertThat(shell.type("rescue", "A-1", "--patch", file.toString()).code()).isZero();
    Path piped = temporary.resolve("piped");

    Process rescue = shell.start(piped, "rescue", "A-1", "--patch", "-");

    assertThat(Patience.exitCode(rescue)).isZero();
    assertThat(Files.readAllBytes(piped)).isEqualTo(Files.readAllBytes(file));
    assertThat(git.root().resolve("-")).doesNotExist();
  }

  @Test
  void whatLandedIsAPatchAgainstWhereItBegan() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("echo x >x; git add x; git commit -qm x");
    assertThat(git.read("x")).isEqualTo("x\n");

    assertThat(shell.type("rescue", "A-1", "--patch", "landed.patch").code()).isZero();

    assertThat(git.read("landed.patch")).contains("+++ b/x", "+x");
  }

  @Test
  void unlandedWorkIsNeverDroppedUntilItIsReleased() throws Exception {
    failHalfWay();
    List<String> before = refs();
    assertThat(shell.type("gc").code()).isZero();
    assertThat(refs()).isEqualTo(before).contains(ref("a-1", "dirty"), ref("a-1", "lost-1"));

    try (LockFile.Held held =
        new LockFile(git.root().resolve(".git/roundhouse/run.lock")).tryAcquire().orElseThrow()) {
      assertThat(shell.type("rescue", "A-1", "--release").code()).isEqualTo(3);
      assertThat(shell.type("gc").code()).isEqualTo(3);
      assertThat(shell.type("gc", "--dry-run").code()).isZero();
      assertThat(held).isNotNull();
    }
    assertThat(shell.type("rescue", "A-1", "--release").out()).contains("released");
    assertThat(refs()).contains("refs/roundhouse/released/a-1/1");
    Shell.Answer dry = shell.type("gc", "--dry-run");
    assertThat(dry.out()).contains("would delete " + ref("a-1", "dirty"));
    assertThat(refs()).containsAll(before);

    assertThat(shell.type("gc", "--json").json().path("refs")).hasSize(3);

    assertThat(refs()).noneMatch(each -> each.contains("a-1"));
    assertThat(shell.type("rescue").out()).contains("no work is kept");
    assertThat(git.git("fsck", "--no-dangling")).isEmpty();
  }

  @Test
  void workAddedAfterAReleaseIsNotReleased() {
    failHalfWay();
    shell.type("rescue", "A-1", "--release");
    String more = git.git("commit-tree", "-m", "more", "-p", ref("a-1", "dirty"), "main^{tree}");
    git.git("update-ref", ref("a-1", "dirty"), more);
    shell.type("gc");
    assertThat(refs()).contains(ref("a-1", "dirty"));
  }

  @Test
  void workThatWaitsForApprovalIsNeitherReleasedNorDropped() {
    git.issue("A-1").commitAll("backlog");
    shell.type("hold", "A-1", "--landing");
    run("echo x >x");
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");

    assertThat(shell.type("rescue", "A-1", "--release").code()).isEqualTo(2);
    shell.type("gc");

    assertThat(refs()).contains(ref("a-1", "dirty"));
    shell.type("approve", "A-1");
    run("exit 9");
    assertThat(git.landed("main")).containsExactly("A-1");
  }
}
