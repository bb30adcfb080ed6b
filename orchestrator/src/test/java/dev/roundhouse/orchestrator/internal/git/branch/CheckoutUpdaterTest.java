package dev.roundhouse.orchestrator.internal.git.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The target is fast-forwarded wherever it is checked out, and no local change is touched. */
class CheckoutUpdaterTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private Path landing;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    git.write(".gitignore", "*.ignored\n")
        .write("shared", "old\n")
        .write("in/a", "1\n")
        .write("out/b", "1\n")
        .commitAll("files");
    repository = Repository.open(git.root());
    landing = temporary.resolve("landing");
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** Lets a commit that does {@code script} land, and returns it. */
  private String land(String script) throws IOException {
    new Target(repository, "main").inspect();
    if (!Files.exists(landing)) {
      git.git("worktree", "add", "-q", "--detach", landing.toString(), "main");
      git.gitIn(landing, "sparse-checkout", "disable");
    }
    git.gitIn(landing, "-c", "alias.x=!cd '" + landing + "' && " + script, "x");
    git.gitIn(landing, "add", "-A", "-f");
    git.gitIn(landing, "commit", "-q", "-m", "landed");
    String commit = git.gitIn(landing, "rev-parse", "HEAD");
    ObjectId before = repository.resolve("refs/roundhouse/tip/main").orElseThrow();
    ObjectId after = ObjectId.fromString(commit);
    assertThat(repository.refs().update("refs/roundhouse/tip/main", before, after, "land"))
        .isTrue();
    return commit;
  }

  private FastForwardResult follow() throws Exception {
    return new Target(repository, "main").follow();
  }

  private String at(String branch) {
    return git.git("rev-parse", branch);
  }

  @Test
  void inALinkedWorktreeOfTheUsersAndNowhereElse() throws Exception {
    Path linked = temporary.resolve("the user's other");
    git.git("switch", "-q", "-c", "elsewhere");
    git.git("worktree", "add", "-q", linked.toString(), "main");
    String commit = land("echo new >shared");

    assertThat(follow().followed()).isTrue();

    assertThat(at("main")).isEqualTo(commit);
    assertThat(linked.resolve("shared")).hasContent("new");
    assertThat(git.gitIn(linked, "status", "--porcelain")).isEmpty();
    assertThat(git.read("shared")).isEqualTo("old\n");
    assertThat(git.git("status", "--porcelain", "--branch")).isEqualTo("## elsewhere");
  }

  @Test
  void notWhereItIsCheckedOutTwice() throws Exception {
    Path twice = temporary.resolve("twice");
    git.git("worktree", "add", "-q", "--force", twice.toString(), "main");
    land("echo new >shared");

    FastForwardResult result = follow();

    assertThat(result.followed()).isFalse();
    assertThat(result.reason()).contains(twice.toString());
    assertThat(git.gitIn(twice, "status", "--porcelain")).isEmpty();
    git.git("worktree", "remove", twice.toString());
    assertThat(follow().followed()).isTrue();
  }

  @Test
  void whereNothingHasItCheckedOutTheBranchAloneMoves() throws Exception {
    git.git("switch", "-q", "--detach");
    String commit = land("echo new >shared");
    assertThat(follow().followed()).isTrue();
    assertThat(at("main")).isEqualTo(commit);
    assertThat(git.read("shared")).isEqualTo("old\n");
  }

  @Test
  void aSparseCheckoutStaysAsSparseAsItIs() throws Exception {
    git.git("sparse-checkout", "set", "in");
    String commit = land("echo 2 >in/a; echo 2 >out/b; mkdir new; echo 1 >new/c; rm shared");

    assertThat(follow().followed()).isTrue();

    assertThat(at("HEAD")).isEqualTo(commit);
    assertThat(git.read("in/a")).isEqualTo("2\n");
    assertThat(git.root().resolve("out")).doesNotExist();
    assertThat(git.root().resolve("new")).doesNotExist();
    assertThat(git.git("status", "--porcelain")).isEmpty();
    assertThat(git.git("sparse-checkout", "list")).isEqualTo("in");
  }

  @Test
  void aSubmodulesOwnFilesAreLeftToTheUser() throws Exception {
    GitFixture library = GitFixture.in(temporary.resolve("library"));
    String local = "protocol.file.allow=always";
    git.git("-c", local, "submodule", "--quiet", "add", library.root().toString(), "lib");
    git.commitAll("submodule");
    library.write("README.md", "Newer.\n").commitAll("newer");
    String newer = library.git("rev-parse", "HEAD");
    land(
        "git update-index --add --cacheinfo 160000,"
            + newer
            + ",lib; rmdir lib; mkdir lib;"
            + " git add -A -- . ':!lib'; git commit -qm bump; echo 1 >plain");

    assertThat(follow().followed()).isTrue();

    assertThat(git.git("rev-parse", "main:lib")).isEqualTo(newer);
    assertThat(git.read("lib/README.md")).isEqualTo("A project.\n");
    assertThat(git.read("plain")).isEqualTo("1\n");
    assertThat(git.git("status", "--porcelain")).isEqualTo(" M lib");
  }

  @Test
  void aFilterWritesWhatItKeepsForAPointerAndFetchesNothing() throws Exception {
    String store =
        git.script("smudge", "[ \"$GIT_LFS_SKIP_SMUDGE\" = 1 ]; cat >/dev/null; echo big");
    git.git("config", "filter.lfs.smudge", store);
    git.git("config", "filter.lfs.clean", git.script("clean", "cat >/dev/null; echo pointer"));
    git.git("config", "filter.lfs.required", "true");
    land("echo '*.bin filter=lfs' >.gitattributes; echo big >x.bin");
    assertThat(git.show("refs/roundhouse/tip/main", "x.bin")).isEqualTo("pointer");

    assertThat(follow().followed()).isTrue();

    assertThat(git.read("x.bin")).isEqualTo("big\n");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo mine >shared | shared | echo new >shared",
        "echo mine >shared; git add shared | shared | echo new >shared",
        "echo mine >shared; git add shared; echo old >shared | shared | echo new >shared",
        "rm shared; git add shared | shared | echo new >shared",
        "echo mine >untracked | untracked | echo landed >untracked",
        "echo mine >x.ignored | x.ignored | echo landed >x.ignored",
        "mkdir d; echo mine >d/x.ignored | d | echo landed >d",
        "echo mine >d.ignored | d.ignored | mkdir d.ignored; echo landed >d.ignored/f",
        "mkdir d; echo mine >d/f | d | echo landed >d",
      })
  void whatIsInTheWayIsNamedAndUntouchedAndLaterSyncedOver(String mine, String named, String landed)
      throws Exception {
    git.git("config", "merge.autoStash", "true");
    git.git("config", "pull.rebase", "true");
    String begun = at("main");
    String commit = land(landed);
    git.gitIn(git.root(), "-c", "alias.x=!" + mine, "x");
    String before = state();

    FastForwardResult result = follow();

    assertThat(result.followed()).isFalse();
    assertThat(result.reason()).contains(named.strip(), "roundhouse sync");
    assertThat(state()).isEqualTo(before);
    assertThat(at("main")).isEqualTo(begun);
    assertThat(git.git("stash", "list")).isEmpty();

    git.git("reset", "-q", "--hard");
    git.git("clean", "-qffdx");
    assertThat(follow().followed()).isTrue();
    assertThat(at("main")).isEqualTo(commit);
    assertThat(git.git("status", "--porcelain", "--ignored")).isEmpty();
  }

  @Test
  void whatIsNotInTheWayStaysStagedModifiedAndUntracked() throws Exception {
    git.git("config", "merge.autoStash", "true");
    git.write("in/a", "modified\n").write("mine", "m\n").write("out/b", "staged\n");
    git.git("add", "out/b");
    land("echo new >shared");

    FastForwardResult result = follow();

    assertThat(git.read("in/a")).isEqualTo("modified\n");
    assertThat(git.git("diff", "--cached", "--name-only")).contains("out/b");
    assertThat(result.followed()).isTrue();
    assertThat(git.git("status", "--porcelain").lines())
        .containsExactlyInAnyOrder(" M in/a", "M  out/b", "?? mine");
  }

  /** What the user has: files, index and stash. */
  private String state() {
    return git.git("status", "--porcelain=v2", "--ignored", "--untracked-files=all")
        + git.git("diff")
        + git.gitIn(
            git.root(), "-c", "alias.x=!grep -r . --exclude-dir=.git --exclude-dir=landing", "x");
  }
}
