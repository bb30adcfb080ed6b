package dev.roundhouse.orchestrator.internal.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a slot holds when it is used again: what the checkout would, and nothing of before. */
class SlotRecyclerTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private WorktreePool pool;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    git.write(".gitignore", "target/\n*.cache\n")
        .write("in/a", "1\n")
        .write("out/b", "1\n")
        .write("out/deep/c", "1\n")
        .commitAll("files");
    repository = Repository.open(git.root());
    pool = new WorktreePool(repository, repository.defaultWorktreeRoot());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private Worktree at(WorktreePool pool, String name) throws Exception {
    Worktree slot = pool.slot(name);
    pool.moveTo(slot, tip());
    return slot;
  }

  private Worktree at(String name) throws Exception {
    return at(pool, name);
  }

  private ObjectId tip() throws IOException {
    return repository.resolve("refs/heads/main").orElseThrow();
  }

  private String in(Worktree slot, String script) {
    return git.gitIn(slot.path(), "-c", "alias.x=!cd " + slot.path() + " && " + script, "x");
  }

  private static Map<String, Object> stamp(Worktree slot, String path) throws IOException {
    return Files.readAttributes(slot.path().resolve(path), "unix:ino,lastModifiedTime,ctime");
  }

  private List<String> files(Worktree slot) {
    return in(slot, "find . -type f ! -name .git").lines().sorted().toList();
  }

  @Test
  void anIndexAndAHeadThatCannotBeReadAreMadeAnew() throws Exception {
    Worktree slot = at("w1");
    List<String> files = files(slot);
    Files.writeString(slot.gitDir().resolve("index"), "");
    Files.writeString(slot.gitDir().resolve("HEAD"), "");
    Files.writeString(slot.path().resolve("new"), "new");

    at("w1");

    assertThat(files(slot)).isEqualTo(files);
    assertThat(in(slot, "git status --porcelain")).isEmpty();
    assertThat(in(slot, "git rev-parse HEAD")).isEqualTo(tip().name());
  }

  @Test
  void onlyWhatDiffersIsWritten() throws Exception {
    Worktree slot = at("w1");
    Map<String, Object> unchanged = stamp(slot, "in/a");
    Map<String, Object> changed = stamp(slot, "out/b");
    in(slot, "echo mine >out/deep/c; echo new >new");
    git.write("out/b", "2\n").commitAll("more");

    at("w1");

    assertThat(stamp(slot, "in/a")).isEqualTo(unchanged);
    assertThat(stamp(slot, "out/b")).isNotEqualTo(changed);
    assertThat(slot.path().resolve("out/b")).hasContent("2");
    assertThat(slot.path().resolve("out/deep/c")).hasContent("1");
    assertThat(slot.path().resolve("new")).doesNotExist();
  }

  @Test
  void ignoredFilesGoUnlessTheyAreToBeKeptAndOnlyThose() throws Exception {
    String build = "mkdir -p target sub/target; touch target/x sub/target/y a.cache plain";
    Worktree slot = at("w1");
    in(slot, build);
    assertThat(files(at("w1"))).doesNotContain("./target/x", "./a.cache", "./plain");

    WorktreePool keeping = pool.keeping(List.of("target"), List.of());
    in(slot, build);
    assertThat(files(at(keeping, "w1")))
        .contains("./target/x", "./sub/target/y")
        .doesNotContain("./a.cache", "./plain");
    assertThat(keeping.removesUncommittedFromGates()).isTrue();
  }

  @Test
  void whatAPatternKeepsAndGitDoesNotIgnoreIsGone() throws Exception {
    WorktreePool keeping = pool.keeping(List.of("*"), List.of());
    Worktree slot = at(keeping, "w1");
    in(slot, "mkdir -p target dir/target; touch target/x dir/work dir/target/y plain");
    in(slot, "mkdir .roundhouse; echo '*' >.roundhouse/.gitignore; touch .roundhouse/result.json");
    assertThat(files(at(keeping, "w1")))
        .contains("./target/x", "./dir/target/y")
        .doesNotContain("./plain", "./dir/work", "./.roundhouse/result.json");
  }

  @Test
  void gatesFindNothingButTheCommitUnlessThatIsAskedForAndThenItIsSaid() throws Exception {
    WorktreePool keeping = pool.keeping(List.of("target"), List.of());
    Worktree gate = at(keeping, "gate-1");
    in(gate, "mkdir target; touch target/x");
    assertThat(files(at(keeping, "gate-1"))).doesNotContain("./target/x");

    WorktreePool warm = pool.keeping(List.of(), List.of("target"));
    in(gate, "mkdir target; touch target/x");
    assertThat(files(at(warm, "gate-1"))).contains("./target/x");
    assertThat(warm.removesUncommittedFromGates()).isFalse();
  }

  @Test
  void sixteenSlotsAreMadeAtOnceByTwoPoolsAndFoundAgainByTheNext() throws Exception {
    try (Repository second = Repository.open(git.root())) {
      WorktreePool other = new WorktreePool(second, pool.root());
      AtomicInteger number = new AtomicInteger();
      List<Worktree> made =
          Race.of(16)
              .run(
                  () -> {
                    int n = number.getAndIncrement();
                    return (n % 2 == 0 ? pool : other).slot("w" + n / 2);
                  });
      assertThat(made).hasSize(16).extracting(Worktree::path).hasSize(16);
      assertThat(made.stream().distinct()).hasSize(8);
      assertThat(other.existing()).hasSize(8);
    }
    try (Repository later = Repository.open(git.root())) {
      WorktreePool next = new WorktreePool(later, pool.root());
      assertThat(next.slot("w3")).isEqualTo(pool.slot("w3"));
      assertThat(git.git("worktree", "list").lines()).hasSize(9);
    }
  }

  @Test
  void aSlotIsAsSparseAsTheCheckout() throws Exception {
    git.git("sparse-checkout", "set", "in");
    Worktree slot = at("w1");
    assertThat(files(slot)).containsExactly("./.gitignore", "./README.md", "./in/a");
    assertThat(in(slot, "git sparse-checkout list")).isEqualTo("in");
    assertThat(in(slot, "git status --porcelain")).isEmpty();

    git.git("sparse-checkout", "set", "--no-cone", "/out/deep/");
    pool = new WorktreePool(repository, pool.root());
    assertThat(files(at("w1"))).containsExactly("./out/deep/c");
    assertThat(files(at("gate-1"))).containsExactly("./out/deep/c");

    git.git("sparse-checkout", "disable");
    pool = new WorktreePool(repository, pool.root());
    assertThat(files(at("w1"))).contains("./in/a", "./out/b", "./out/deep/c");
    assertThat(in(slot, "git status --porcelain; git ls-files -v | grep -v ^H || true")).isEmpty();
  }

  @Test
  void patternsInTheSharedConfigurationCountToo() throws Exception {
    git.git("config", "core.sparseCheckout", "true");
    Files.createDirectories(git.root().resolve(".git/info"));
    git.write(".git/info/sparse-checkout", "/in/\n");
    assertThat(files(at("w1"))).containsExactly("./in/a");
  }

  @Test
  void whatAnAgentDoesOutsideOfASparseCheckoutIsSavedAndLeavesNoTrace() throws Exception {
    git.git("sparse-checkout", "set", "in");
    for (String each :
        List.of(
            "mkdir -p out/new; echo agent >out/b; echo x >out/new/x",
            "mkdir -p out; echo agent >out/b; git read-tree -m HEAD",
            "git sparse-checkout disable; echo agent >out/b",
            "git sparse-checkout add out; echo agent >out/b",
            "mkdir -p out; echo agent >out/b; git add --sparse out/b; git update-index"
                + " --skip-worktree in/a; rm in/a",
            "mkdir -p out; echo agent >out/b; git update-index --assume-unchanged out/b in/a;"
                + " echo agent >in/a")) {
      Worktree slot = at("w1");
      in(slot, each);
      HarvestedWork saved =
          new Harvest(repository).of(slot, tip(), new IssueId("A-1"), 1, Instant.EPOCH);
      assertThat(saved.dirty()).as(each).isPresent();
      String dirty = saved.dirty().orElseThrow().name();
      assertThat(git.show(dirty, "out/b")).as(each).isEqualTo("agent");
      assertThat(git.show(dirty, "out/deep/c")).as(each).isEqualTo("1");

      at("w1");
      assertThat(files(slot)).as(each).containsExactly("./.gitignore", "./README.md", "./in/a");
      assertThat(slot.path().resolve("in/a")).hasContent("1");
      assertThat(in(slot, "git status --porcelain --ignored")).as(each).isEmpty();
    }
  }

  @Test
  void anIndexThatIsGoneDoesNotDeleteWhatASparseCheckoutLeavesOut() throws Exception {
    git.git("sparse-checkout", "set", "in");
    Worktree slot = at("w1");
    in(slot, "mkdir out; echo agent >out/b; rm $(git rev-parse --git-dir)/index");
    HarvestedWork saved =
        new Harvest(repository).of(slot, tip(), new IssueId("A-1"), 1, Instant.EPOCH);
    assertThat(saved.problem()).contains("sparse");
    assertThat(git.show(saved.dirty().orElseThrow().name(), "out/b")).isEqualTo("agent");

    at("w1");

    assertThat(files(slot)).containsExactly("./.gitignore", "./README.md", "./in/a");
    assertThat(in(slot, "git status --porcelain --ignored")).isEmpty();
  }
}
