package dev.roundhouse.orchestrator.internal.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots are made, saved, and as good as new again, whatever was done in them. */
class WorktreePoolTest {
  private static final IssueId ISSUE = new IssueId("A-1");

  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private WorktreePool pool;
  private ObjectId base;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("tracked", "1\n").write(".gitignore", "*.ignored\n").commitAll("files");
    repository = Repository.open(git.root());
    pool = new WorktreePool(repository, repository.defaultWorktreeRoot());
    base = repository.resolve("refs/heads/main").orElseThrow();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Worktree slot() throws Exception {
    Worktree slot = pool.slot("w1");
    pool.moveTo(slot, base);
    return slot;
  }

  @Test
  void theSlotsAreListedWhileSomebodyRemovesAndRestoresOne() throws Exception {
    Path path = slot().path();
    Path elsewhere = path.resolveSibling("Elsewhere");
    AtomicBoolean over = new AtomicBoolean();
    Thread user =
        new Thread(
            () -> {
              while (!over.get()) {
                assertThat(path.toFile().renameTo(elsewhere.toFile())).isTrue();
                assertThat(elsewhere.toFile().renameTo(path.toFile())).isTrue();
              }
            });
    user.start();
    try {
      for (int i = 0; i < 5_000; i++) {
        assertThat(pool.existing()).extracting(Worktree::name).isSubsetOf("w1");
      }
    } finally {
      over.set(true);
      user.join();
    }
    assertThat(pool.existing()).extracting(Worktree::name).containsExactly("w1");
  }

  /** What a 'git gc --prune=now' of an agent does with worktrees, which is a part of it. */
  @Test
  void slotsAreMadeWhileAgentsPruneWorktrees() throws Exception {
    String loop = "while :; do git worktree prune --expire=now; done";
    Process agent = new ProcessBuilder("sh", "-c", loop).directory(git.root().toFile()).start();
    try {
      for (int i = 0; i < 40; i++) {
        assertThat(pool.slot("w" + i).path()).isDirectory();
      }
    } finally {
      agent.destroyForcibly().waitFor();
    }
  }

  private HarvestedWork harvest(Worktree slot) throws Exception {
    return new Harvest(repository).of(slot, base, ISSUE, 1, Instant.EPOCH);
  }

  private String in(Worktree slot, String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(slot.path().toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  private String dirty(String path) {
    return git.show("refs/roundhouse/work/a-1/1/dirty", path);
  }

  @Test
  void anyNumberOfThreadsMakeSlotsAtOnce() {
    AtomicInteger number = new AtomicInteger();
    List<Worktree> slots =
        Race.of(8)
            .run(
                () -> {
                  Worktree slot = pool.slot("w" + number.incrementAndGet());
                  pool.moveTo(slot, base);
                  return slot;
                });
    assertThat(slots)
        .extracting(Worktree::path)
        .doesNotHaveDuplicates()
        .allMatch(path -> Files.exists(path.resolve("tracked")))
        .allMatch(path -> !path.startsWith(git.root()));
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void savesCommitsUncommittedChangesDeletionsModesLinksAndNamesOfAllKinds() throws Exception {
    Worktree slot = slot();
    in(
        slot,
        "echo c >committed; git add committed; git commit -qm c; rm tracked; echo u >'a b\"\nü';"
            + " echo x >run; chmod +x run; ln -s nowhere link; echo i >x.ignored; git add run");

    HarvestedWork harvested = harvest(slot);

    assertThat(harvested.problem()).isNull();
    assertThat(git.show(harvested.head().name(), "committed")).isEqualTo("c");
    assertThat(
            git.git("ls-tree", "-r", "--name-only", "-z", "refs/roundhouse/work/a-1/1/dirty")
                .split("\0", -1))
        .contains("committed", "a b\"\nü", "run", "link")
        .doesNotContain("tracked", "x.ignored");
    assertThat(git.git("ls-tree", "refs/roundhouse/work/a-1/1/dirty", "run")).startsWith("100755");
    assertThat(git.git("ls-tree", "refs/roundhouse/work/a-1/1/dirty", "link")).startsWith("120000");
  }

  @Test
  void savesCommitsThatWereThrownAway() throws Exception {
    Worktree slot = slot();
    in(slot, "echo 1 >lost; git add lost; git commit -qm lost; git reset -q --hard HEAD~1");

    HarvestedWork harvested = harvest(slot);

    assertThat(harvested.head()).isEqualTo(base);
    assertThat(harvested.lost()).hasSize(1);
    assertThat(git.show("refs/roundhouse/work/a-1/1/lost-1", "lost")).isEqualTo("1");
  }

  @Test
  void workOfAnAttemptThatNoLedgerRemembersIsNotOverwritten() throws Exception {
    in(slot(), "echo 1 >first; git add first; git commit -qm first; echo 1 >loose");
    harvest(slotAsItIs());
    in(slot(), "echo 2 >second; git add second; git commit -qm second; echo 2 >loose");

    harvest(slotAsItIs());
    harvest(slotAsItIs());

    assertThat(dirty("loose")).isEqualTo("2");
    assertThat(git.show("refs/roundhouse/work/a-1/1/earlier-1", "first")).isEqualTo("1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/earlier-2", "loose")).isEqualTo("1");
    assertThat(repository.refs().below("refs/roundhouse/work/a-1/1/")).hasSize(4);
    slot();
    harvest(slotAsItIs());
    assertThat(git.show("refs/roundhouse/work/a-1/1/earlier-4", "loose")).isEqualTo("2");
    assertThat(repository.refs().below("refs/roundhouse/work/a-1/1/"))
        .doesNotContainKey("refs/roundhouse/work/a-1/1/dirty");
  }

  private Worktree slotAsItIs() throws Exception {
    return pool.slot("w1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git checkout -qb mine; echo x >x; git add x; git commit -qm x; echo y >y",
        "git update-index --assume-unchanged tracked; echo hidden >tracked",
        "git update-index --skip-worktree tracked; echo hidden >tracked",
        "echo x >x; git stash -qu; echo y >y; touch \"$(git rev-parse --git-dir)/index.lock\"",
        "rm .git; echo x >x",
        "mkdir -p deep/er; echo x >deep/er/x; chmod 000 deep; git config core.sparseCheckout false",
        "mkfifo pipe; ln -s / root; echo x >x",
        "git rm -q --cached tracked; rm -f .gitignore",
        "printf 'x\\ny\\n' >tracked; git checkout -q --orphan other; git rm -rqf . || true",
      })
  void isAsGoodAsNewWhateverWasDoneInIt(String script) throws Exception {
    Worktree slot = slot();
    in(slot, script);
    harvest(slot);

    Worktree again = slot();

    assertThat(in(again, "git status --porcelain --ignored; git symbolic-ref -q HEAD || true"))
        .isEmpty();
    assertThat(in(again, "cat tracked; git rev-parse HEAD")).isEqualTo("1\n" + base.name() + "\n");
    assertThat(in(again, "ls -A").lines())
        .containsExactlyInAnyOrder(".git", ".gitignore", "README.md", "tracked");
  }

  @Test
  void changesHiddenFromGitAreSavedToo() throws Exception {
    Worktree slot = slot();
    in(slot, "git update-index --assume-unchanged tracked; echo hidden >tracked");
    harvest(slot);
    assertThat(dirty("tracked")).isEqualTo("hidden");
  }

  @Test
  void whatAnAgentMadeUnreadableForItselfIsSavedToo() throws Exception {
    Worktree slot = slot();
    in(slot, "mkdir -p d/e; echo x >d/e/x; echo y >y; chmod 000 y d/e d");
    assertThat(harvest(slot).problem()).isNull();
    assertThat(dirty("d/e/x")).isEqualTo("x");
    assertThat(dirty("y")).isEqualTo("y");
  }

  @Test
  void anOperationUnderWayAConflictAndARepositoryInsideAreProblemsAndTheWorkIsKept()
      throws Exception {
    Worktree slot = slot();
    in(
        slot,
        "git checkout -qb one; echo a >tracked; git commit -qam a; git checkout -q --detach HEAD~1;"
            + " echo b >tracked; git commit -qam b; git merge -q one || true");
    HarvestedWork merging = harvest(slot);
    assertThat(merging.problem()).contains("merge");
    assertThat(dirty("tracked")).contains("<<<<<<<");

    slot = slot();
    in(slot, "mkdir inner; cd inner; git init -q; echo x >x; git add x; git commit -qm x");
    HarvestedWork nested = new Harvest(repository).of(slot, base, ISSUE, 2, Instant.EPOCH);
    assertThat(nested.problem()).contains("inner");
    assertThat(nested.quarantined()).isTrue();
    assertThat(slot.path().resolveSibling("w1.kept-a-1-2").resolve("inner/x")).hasContent("x");
    assertThat(in(slot(), "git status --porcelain")).isEmpty();
  }

  @Test
  void anIndexLockOrAReplacedGitFileLosesNothing() throws Exception {
    Worktree slot = slot();
    in(slot, "rm .git; git init -q; echo x >x");
    HarvestedWork harvested = harvest(slot);
    assertThat(harvested.problem()).contains("replaced");
    assertThat(dirty("x")).isEqualTo("x");
  }

  @Test
  void contentsInPlaceOfAPointerAreKeptAndDoNotLandWhereGitLfsIsAbsent() throws Exception {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    git.write("a/.gitattributes", "*.bin filter=lfs\n").write("a/b/x.bin", pointer);
    git.write("raw.bin", "contents\n").commitAll("pointer");
    base = repository.resolve("refs/heads/main").orElseThrow();
    Worktree slot = slot();
    in(slot, "echo other >tracked; echo more >raw.bin; echo y >>a/b/x.bin; echo z >a/z.txt");
    assertThat(harvest(slot).problem()).isNull();

    in(slot, "echo contents >a/b/x.bin");

    assertThat(harvest(slot).problem()).contains("git-lfs", "a/b/x.bin");
    assertThat(dirty("a/b/x.bin")).isEqualTo("contents");
  }

  /** Git then compares contents, as long as the index is no younger than the file. */
  @Test
  void aChangeOfTheSameLengthInTheSameInstantAsTheCheckoutIsSaved() throws Exception {
    git.git("config", "core.trustctime", "false");
    git.git("config", "core.checkStat", "minimal"); // whole seconds will do for an instant
    Worktree slot = pool.slot("w1");
    pool.moveTo(slot, base);
    Path file = slot.path().resolve("README.md");
    Path index = slot.gitDir().resolve("index");
    FileTime instant = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));
    Files.setLastModifiedTime(file, instant);
    in(slot, "git update-index --refresh");
    Files.setLastModifiedTime(index, instant);
    Files.writeString(file, "A PROJECT.\n");
    Files.setLastModifiedTime(file, instant);

    HarvestedWork harvested = harvest(slot);

    ObjectId dirty = harvested.dirty().orElseThrow();
    assertThat(git.show(dirty.name(), "README.md")).isEqualTo("A PROJECT.");
  }
}
