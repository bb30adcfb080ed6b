package dev.roundhouse.orchestrator.internal.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submodules are in a slot as they are in the checkout, with where they came from out of reach. */
@Tag("slow")
class SubmodulesTest {
  private static final String LOCAL = "protocol.file.allow=always";

  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private WorktreePool pool;
  private Path upstream;

  @BeforeEach
  void open() throws IOException {
    GitFixture inner = GitFixture.in(temporary.resolve("inner"));
    GitFixture library = GitFixture.in(temporary.resolve("library"));
    library.git("-c", LOCAL, "submodule", "--quiet", "add", inner.root().toString(), "inner");
    library.write("f", "1\n").commitAll("first");
    upstream = library.root();
    git = GitFixture.in(temporary.resolve("project"));
    git.git("-c", LOCAL, "submodule", "--quiet", "add", upstream.toString(), "lib/one");
    git.git("-c", LOCAL, "submodule", "--quiet", "add", upstream.toString(), "lib/two");
    git.git("submodule", "--quiet", "deinit", "-f", "lib/two");
    git.git("-c", LOCAL, "submodule", "--quiet", "update", "--init", "--recursive", "lib/one");
    git.commitAll("submodules");
    Files.move(inner.root(), temporary.resolve("inner.away"));
    Files.move(upstream, temporary.resolve("library.away"));
    repository = Repository.open(git.root());
    pool = new WorktreePool(repository, repository.defaultWorktreeRoot());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private ObjectId tip() throws IOException {
    return repository.resolve("refs/heads/main").orElseThrow();
  }

  private Worktree slot() throws Exception {
    Worktree slot = pool.slot("w1");
    pool.moveTo(slot, tip());
    return slot;
  }

  private HarvestedWork harvest(Worktree slot, ObjectId base) throws Exception {
    return new Harvest(repository).of(slot, base, new IssueId("A-1"), 1, Instant.EPOCH);
  }

  private void edit(Worktree slot, String path, String content) throws IOException {
    Files.writeString(slot.path().resolve(path), content);
  }

  @Test
  void theyAreThereIfTheyAreInTheCheckoutAndEmptyIfNot() throws Exception {
    Worktree slot = slot();
    assertThat(slot.path().resolve("lib/one/f")).hasContent("1");
    assertThat(slot.path().resolve("lib/one/inner/README.md")).exists();
    assertThat(slot.path().resolve("lib/two")).isEmptyDirectory();
    assertThat(git.gitIn(slot.path(), "status", "--porcelain", "--ignored")).isEmpty();
    assertThat(git.git("status", "--porcelain")).isEmpty();
    assertThat(harvest(slot, tip()).problem()).isNull();
  }

  @Test
  void theyAreAsGoodAsNewWhateverWasDoneInThem() throws Exception {
    Worktree slot = slot();
    Path one = slot.path().resolve("lib/one");
    edit(slot, "lib/one/new", "x");
    edit(slot, "lib/two/new", "x");
    git.gitIn(one, "update-index", "--assume-unchanged", "f");
    edit(slot, "lib/one/f", "hidden");
    git.gitIn(one, "config", "core.worktree", "/");

    slot();

    assertThat(one.resolve("f")).hasContent("1");
    assertThat(one.resolve("new")).doesNotExist();
    assertThat(slot.path().resolve("lib/two")).isEmptyDirectory();
    assertThat(git.gitIn(slot.path(), "status", "--porcelain", "--ignored")).isEmpty();
  }

  @Test
  void aSlotFollowsToACommitTheCheckoutHasAndSaysSoOfOneItHasNot() throws Exception {
    slot();
    Path one = git.root().resolve("lib/one");
    Files.writeString(one.resolve("f"), "2\n");
    git.gitIn(one, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", "2");
    git.commitAll("follow");
    assertThat(slot().path().resolve("lib/one/f")).hasContent("2");

    String absent = "160000,1234567890123456789012345678901234567890,lib/one";
    git.git("update-index", "--cacheinfo", absent);
    git.git("commit", "-qm", "to nowhere");
    assertThatThrownBy(this::slot)
        .isInstanceOf(RepositoryException.class)
        .hasMessageContaining("lib/one");
  }

  @Test
  void workLeftInOneFailsTheAttemptAndIsKept() throws Exception {
    Worktree slot = slot();
    edit(slot, "lib/one/f", "mine\n");
    edit(slot, "README.md", "also\n");

    HarvestedWork harvested = harvest(slot, tip());

    assertThat(harvested.problem()).contains("lib/one");
    assertThat(harvested.quarantined()).isTrue();
    Path kept = slot.path().resolveSibling("w1.kept-a-1-1");
    assertThat(kept.resolve("lib/one/f")).hasContent("mine");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "README.md")).isEqualTo("also");
    assertThat(slot().path().resolve("lib/one/f")).hasContent("1");
    assertThat(git.gitIn(kept.resolve("lib/one"), "diff", "--stat")).contains("f");
  }

  @Test
  void aCommitNobodyElseHasFailsTheAttemptAndOneThatIsPublishedDoesNot() throws Exception {
    Worktree slot = slot();
    Path one = slot.path().resolve("lib/one");
    edit(slot, "lib/one/f", "mine\n");
    git.gitIn(one, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", "m");
    assertThat(harvest(slot, tip()).problem()).contains("lib/one");
    String unpublished =
        git.gitIn(slot.path().resolveSibling("w1.kept-a-1-1/lib/one"), "rev-parse", "HEAD");
    assertThat(unpublished).isNotEqualTo(git.git("rev-parse", "main:lib/one"));
    slot();
    Path kept = slot.path().resolveSibling("w1.kept-a-1-1/lib/one");
    assertThat(git.gitIn(kept, "show", unpublished + ":f")).isEqualTo("mine");
    assertThat(git.gitIn(kept, "rev-parse", "HEAD")).isEqualTo(unpublished);

    Path mine = git.root().resolve("lib/one");
    String tree = git.gitIn(mine, "rev-parse", "HEAD^{tree}");
    String who = "-c user.name=x -c user.email=x@example.org ";
    String next = git.gitIn(mine, (who + "commit-tree -p HEAD -m next " + tree).split(" "));
    git.gitIn(mine, "update-ref", "refs/remotes/origin/next", next);
    slot = slot();
    git.gitIn(slot.path().resolve("lib/one"), "fetch", "-q", "origin", next);
    git.gitIn(slot.path().resolve("lib/one"), "checkout", "-q", next);
    HarvestedWork published = harvest(slot, tip());
    assertThat(published.problem()).isNull();
    String dirty = published.dirty().orElseThrow().name();
    assertThat(git.git("rev-parse", dirty + ":lib/one")).isEqualTo(next);
  }

  @Test
  void filesWhereASubmoduleIsNotCheckedOutFailTheAttemptAndAreKept() throws Exception {
    Worktree slot = slot();
    edit(slot, "lib/two/new", "mine\n");

    HarvestedWork harvested = harvest(slot, tip());

    assertThat(harvested.problem()).contains("lib/two");
    assertThat(slot.path().resolveSibling("w1.kept-a-1-1/lib/two/new")).hasContent("mine");
    assertThat(slot().path().resolve("lib/two")).isEmptyDirectory();
  }

  @Test
  void commitsThatASubmoduleWasAtAndLeftFailTheAttemptAndAreKept() throws Exception {
    Worktree slot = slot();
    Path inner = slot.path().resolve("lib/one/inner");
    Files.writeString(inner.resolve("README.md"), "mine\n");
    git.gitIn(inner, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", "m");
    String mine = git.gitIn(inner, "rev-parse", "HEAD");
    git.gitIn(inner, "checkout", "-q", "HEAD~1");
    assertThat(git.gitIn(slot.path(), "status", "--porcelain")).isEmpty();

    assertThat(harvest(slot, tip()).problem()).contains("lib/one/inner");

    slot();
    Path kept = slot.path().resolveSibling("w1.kept-a-1-1/lib/one/inner");
    assertThat(git.gitIn(kept, "cat-file", "-t", mine)).isEqualTo("commit");
  }
}
