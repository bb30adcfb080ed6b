package dev.roundhouse.orchestrator.internal.git.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.CheckoutPicture;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A follow of the user's checkout that is cut off in the middle is put back, or named by file. */
@Tag("slow")
class CutOffFastForwardTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private Path flag;
  private ObjectId from;
  private ObjectId to;
  private Map<String, String> before;

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    flag = temporary.resolve("flag");
    sh(
        "echo '*.cut filter=cut' >.gitattributes; echo old >a; seq 9 >m.cut; echo old >z; echo 1 >f");
    from = commit("old");
    sh(
        "echo new >a; mkdir b; echo new >b/new; seq 20 >m.cut; echo new >z; rm f; mkdir f; echo>f/f");
    to = commit("new");
    git.git("reset", "-q", "--hard", from.name());
    git.git("config", "filter.cut.required", "true");
    git.git("config", "filter.cut.clean", "cat");
    git.git("config", "filter.cut.smudge", "cat");
    git.write("mine", "mine\n").write("README.md", "Mine.\n");
    before = picture();
    repository = Repository.open(git.root());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private void sh(String script) {
    git.gitIn(git.root(), "-c", "alias.x=!" + script, "x");
  }

  private ObjectId commit(String message) {
    git.commitAll(message);
    return ObjectId.fromString(git.git("rev-parse", "HEAD"));
  }

  private Map<String, String> picture() throws IOException {
    return CheckoutPicture.of(git, git.root());
  }

  /** The first time that one of the files is written {@code script} runs in place of it. */
  private void cutBy(String script) throws IOException {
    git.git(
        "config",
        "filter.cut.smudge",
        "if rm '" + flag + "' 2>/dev/null; then " + script + "; fi; cat");
    Files.createFile(flag);
  }

  private FastForwardResult follow() throws Exception {
    return new CheckoutUpdater(repository, "main").forward(from, to);
  }

  private void followsNow() throws Exception {
    Files.deleteIfExists(flag);
    assertThat(follow().reason()).isEmpty();
    assertThat(git.git("rev-parse", "main")).isEqualTo(to.name());
    assertThat(git.git("status", "--porcelain").lines())
        .containsExactlyInAnyOrder(" M README.md", "?? mine");
  }

  @Test
  void byAFilterThatFails() throws Exception {
    cutBy("exit 1");

    FastForwardResult result = follow();

    assertThat(picture()).isEqualTo(before);
    assertThat(result.reason())
        .contains("smudge filter cut failed", "all files are as they were before")
        .doesNotContain("commit it");
    followsNow();
  }

  @Test
  void byTheDeathOfGitWhichLeavesItsLock() throws Exception {
    cutBy("kill -9 $PPID");
    assertThat(follow().followed()).isFalse();
    assertThat(picture()).isEqualTo(before);
    assertThat(git.root().resolve(".git/index.lock")).doesNotExist();
    followsNow();
  }

  @Test
  void byALockOnTheBranchOnceFilesAndIndexAreWritten() throws Exception {
    Path lock = Files.createFile(git.root().resolve(".git/refs/heads/main.lock"));

    FastForwardResult result = follow();

    assertThat(picture()).isEqualTo(before);
    assertThat(result.reason()).contains("main.lock", "all files are as they were before");
    Files.delete(lock);
    followsNow();
  }

  @Test
  void whatTheUserDidMeanwhileStaysAndIsNamed() throws Exception {
    cutBy("echo theirs >a; echo theirs >b/theirs; exit 1");

    FastForwardResult result = follow();

    assertThat(result.reason())
        .contains("changed by another program in the meantime, left as they are: a\n")
        .contains("all other files git had begun to change are as they were before");
    Map<String, String> expected = new TreeMap<>(before);
    expected.putAll(Map.of("a", "- theirs\n", "b", "folder", "b/theirs", "- theirs\n"));
    assertThat(CheckoutPicture.files(git.root())).isEqualTo(withoutGit(expected));
    sh("git checkout -q a; rm -r b");
    followsNow();
  }

  private static Map<String, String> withoutGit(Map<String, String> picture) {
    picture.keySet().removeIf(name -> name.startsWith("git "));
    return picture;
  }

  @Test
  void whatCannotBePutBackIsNamedWithTheCommandAndPutBackByTheNext() throws Exception {
    String blob = git.git("rev-parse", from.name() + ":a");
    Path object =
        git.root().resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2));
    Path away = temporary.resolve("away");
    cutBy("mv '" + object + "' '" + away + "'; exit 1"); // what was there cannot be written again

    FastForwardResult result = follow();

    assertThat(result.reason())
        .contains("missing or incomplete:", "git -C " + git.root() + " checkout HEAD -- a");
    assertThat(follow().reason()).contains("checkout HEAD -- a", "roundhouse sync");
    Files.move(away, object);
    followsNow();
  }

  /** What a Roundhouse that was killed leaves: its note, and git's half-done work. */
  private void die() throws Exception {
    Git ours = GitLocation.at(git.root()).orElseThrow().verified();
    FastForward meant = FastForward.of(git.root(), "main", from, to);
    Files.createDirectories(repository.stateDir());
    new FastForwardIntent(repository.stateDir())
        .write(FastForward.observe(ours, meant, PathChange.between(ours, from, to)));
    assertThat(ours.ask("merge", "-q", "--ff-only", to.name()).ok()).isFalse();
    assertThat(picture()).isNotEqualTo(before);
  }

  @Test
  void theNextRunMendsWhatAKilledOneLeft() throws Exception {
    cutBy("kill -9 $PPID");
    die();
    assertThat(git.root().resolve(".git/index.lock")).exists();

    CheckoutRepair repaired = Target.repair(repository).orElseThrow();

    assertThat(repaired.whole()).isTrue();
    assertThat(repaired.words()).contains("was interrupted: all files are as they were before");
    assertThat(picture()).isEqualTo(before);
    assertThat(Target.repair(repository)).isEmpty();
    followsNow();
  }

  @Test
  void aCheckoutThatIsNotThereNowIsMendedOnceItIsBack() throws Exception {
    Path linked = temporary.resolve("linked");
    git.git("checkout", "-q", "--detach");
    git.git("worktree", "add", "-q", linked.toString(), "main");
    Git ours = GitLocation.at(linked).orElseThrow().verified();
    FastForward meant = FastForward.of(linked, "main", from, to);
    Files.createDirectories(repository.stateDir());
    new FastForwardIntent(repository.stateDir())
        .write(FastForward.observe(ours, meant, PathChange.between(ours, from, to)));
    cutBy("exit 1");
    assertThat(ours.ask("merge", "-q", "--ff-only", to.name()).ok()).isFalse();
    Path away = Files.move(linked, temporary.resolve("away"));

    CheckoutRepair repaired = Target.repair(repository).orElseThrow();

    assertThat(repaired.whole()).isFalse();
    assertThat(repaired.words()).contains("its .git is missing now", "git worktree prune");
    Files.move(away, linked);
    assertThat(Target.repair(repository).orElseThrow().words()).contains("as they were before");
    assertThat(git.gitIn(linked, "status", "--porcelain")).isEmpty();
  }

  @Test
  void aMissingWorktreeOfAnotherBranchKeepsNobodyWaiting() throws Exception {
    Path linked = temporary.resolve("linked");
    git.git("worktree", "add", "-q", "-b", "side", linked.toString(), from.name());
    Files.createDirectories(repository.stateDir());
    new FastForwardIntent(repository.stateDir()).write(FastForward.of(linked, "side", from, to));
    Path away = Files.move(linked, temporary.resolve("away"));
    assertThat(Target.repair(repository).orElseThrow().words()).contains("its .git is missing now");

    assertThat(follow().reason()).isEmpty();

    assertThat(git.git("rev-parse", "main")).isEqualTo(to.name());
    Files.move(away, linked);
  }

  @Test
  void aCheckoutThatIsGoneForGoodIsForgotten() throws Exception {
    Path linked = temporary.resolve("linked");
    git.git("checkout", "-q", "--detach");
    git.git("worktree", "add", "-q", linked.toString(), "main");
    Files.createDirectories(repository.stateDir());
    new FastForwardIntent(repository.stateDir()).write(FastForward.of(linked, "main", from, to));
    git.git("worktree", "remove", "--force", linked.toString());

    assertThat(Target.repair(repository)).isEmpty();

    assertThat(repository.stateDir().resolve("follow.note")).doesNotExist();
  }

  @Test
  void aLockThatIsOlderThanOursIsLeftToWhomItBelongs() throws Exception {
    cutBy("exit 1");
    die();
    Path lock = Files.createFile(git.root().resolve(".git/index.lock"));
    Files.setLastModifiedTime(lock, FileTime.fromMillis(0));
    Map<String, String> found = picture();

    CheckoutRepair repaired = Target.repair(repository).orElseThrow();

    assertThat(repaired.whole()).isFalse();
    assertThat(repaired.words()).contains("another git command is running", lock.toString());
    assertThat(picture()).isEqualTo(found);
    Files.delete(lock);
    followsNow();
  }

  @Test
  void whereTheUserWentOnNothingIsTouchedAndTheFilesAreNamed() throws Exception {
    cutBy("exit 1");
    die();
    sh("git add a; git commit -qm mine a");
    Map<String, String> found = picture();

    CheckoutRepair repaired = Target.repair(repository).orElseThrow();

    assertThat(repaired.words()).contains("check these files: b/new, f, f/f, m.cut");
    assertThat(picture()).isEqualTo(found);
    assertThat(Target.repair(repository)).isEmpty();
  }

  @Test
  void manyNamesOfAllKindsAreToldApart() throws Exception {
    List<String> names = List.of("a\nb", "q\"", "b\\s", "tab\there", "ü", " led", "-dash", "e'e");
    for (String each : names) {
      git.write(each, each + "old\n");
    }
    git.git("checkout", "-q", "README.md");
    Files.delete(git.root().resolve("mine"));
    from = commit("names");
    for (String each : names) {
      git.write(each, each + "new\n").write("new " + each, "new\n");
    }
    git.write("zz.cut", "x\n");
    to = commit("newer");
    git.git("reset", "-q", "--hard", from.name());
    git.write("mine", "mine\n").write("README.md", "Mine.\n");
    before = picture();
    cutBy("exit 1");

    assertThat(follow().reason()).contains("all files are as they were before");

    assertThat(picture()).isEqualTo(before);
    followsNow();
  }
}
