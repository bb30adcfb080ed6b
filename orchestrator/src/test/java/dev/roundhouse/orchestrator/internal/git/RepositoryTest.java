package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects and refs, checked with git itself. */
class RepositoryTest {
  private static final String REF = "refs/roundhouse/tip/main";

  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    repository = Repository.open(git.root());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private ObjectId commit(String text) throws IOException {
    ObjectId head = repository.resolve("refs/heads/main").orElseThrow();
    var who = repository.author(Instant.EPOCH);
    return repository
        .objects()
        .commit(repository.objects().treeOf(head), List.of(head), who, who, text + "\n");
  }

  @Test
  void ofManyWhoMoveARefFromOneValueOneDoes() throws IOException {
    ObjectId start = repository.resolve("refs/heads/main").orElseThrow();
    assertThat(repository.refs().update(REF, null, start, "begin")).isTrue();
    assertThat(repository.refs().update(REF, null, start, "again")).isFalse();
    AtomicInteger name = new AtomicInteger();
    for (int round = 0; round < 20; round++) {
      ObjectId from = repository.resolve(REF).orElseThrow();
      List<Boolean> won =
          Race.of(4)
              .run(
                  () -> {
                    try (Repository own = Repository.open(git.root())) {
                      ObjectId to = commit("candidate " + name.incrementAndGet());
                      return own.refs().update(REF, from, to, "move");
                    }
                  });
      assertThat(won).containsOnlyOnce(true);
    }
  }

  @Test
  void changesSomeFilesOfATreeAndKeepsEverythingElse() throws IOException {
    git.write("a/b/c.txt", "c").write("a/b.txt", "b").write("run.sh", "x");
    git.git("update-index", "--add", "--chmod=+x", "run.sh");
    git.commitAll("files");
    git.git("update-index", "--chmod=+x", "run.sh");
    git.git("commit", "-q", "-m", "mode");
    ObjectId tree =
        repository.objects().treeOf(repository.resolve("refs/heads/main").orElseThrow());

    ObjectId changed =
        repository
            .objects()
            .writeTreeWith(
                tree,
                Map.of(
                    "a/b/c.txt", Optional.of("new".getBytes(StandardCharsets.UTF_8)),
                    "run.sh", Optional.of("y".getBytes(StandardCharsets.UTF_8)),
                    "ü/ñ.txt", Optional.of(new byte[0]),
                    "a/b.txt", Optional.empty()));

    assertThat(
            git.git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", changed.name())
                .lines())
        .containsExactly("README.md", "a/b/c.txt", "run.sh", "ü/ñ.txt");
    assertThat(git.git("ls-tree", changed.name(), "run.sh")).startsWith("100755");
    assertThat(git.git("show", changed.name() + ":a/b/c.txt")).isEqualTo("new");
    assertThat(git.git("fsck", "--strict", "--no-dangling")).doesNotContain("error");
    assertThat(repository.objects().diff(tree, changed).paths()).hasSize(4);
  }

  @Test
  void aFileIsCleanOnlyIfItIsAsGitLastSawIt() throws Exception {
    git.write("tracked", "1").write(".gitignore", "ignored\n").commitAll("files");
    assertThat(repository.checkoutState().isClean("tracked")).isTrue();
    assertThat(repository.checkoutState().isClean("nowhere")).isTrue();
    git.write("tracked", "2").write("untracked", "").write("ignored", "");
    assertThat(repository.checkoutState().isClean("tracked")).isFalse();
    git.git("add", "tracked");
    assertThat(repository.checkoutState().isClean("tracked")).isFalse();
    assertThat(repository.checkoutState().isClean("untracked")).isFalse();
    assertThat(repository.checkoutState().isClean("ignored")).isFalse();
  }

  @Test
  void noFileIsCleanWhereTheIndexCannotBeRead() throws Exception {
    git.write("tracked", "1").commitAll("files");
    Files.writeString(git.root().resolve(".git/index"), "garbage");

    assertThat(repository.checkoutState().isClean("tracked")).isFalse();
    assertThat(repository.checkoutState().isClean("nowhere")).isFalse();
  }

  @Test
  void writesNothingIntoTheUsersHomeAndNothingIntoTheCheckout() throws IOException {
    assertThat(git.git("status", "--porcelain")).isEmpty();
    Path home = git.home();
    try (var all = Files.list(home)) {
      assertThat(all).isEmpty();
    }
  }

  @Test
  void whereTheOuterRepositoryWouldShowThemTheyGoToTheStateFolderOfTheUser() throws Exception {
    git.issue("A-1").commitAll("backlog");
    GitFixture outer = GitFixture.in(temporary.resolve("outer"));
    String inner = git.root().toString();
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner, "sub");
    outer.git("commit", "-q", "-m", "submodule");
    Path nested = outer.root().resolve("plain/nested");
    outer.git("clone", "-q", inner, nested.toString());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_STATE_HOME", temporary.resolve("state").toString());

    for (Path each : List.of(outer.root().resolve("sub"), nested)) {
      try (Repository repository = Repository.open(each, environment)) {
        assertThat(repository.defaultWorktreeRoot())
            .startsWithRaw(temporary.resolve("state/roundhouse"))
            .isNotEqualTo(temporary.resolve("state/roundhouse"));
        Path known = each.resolveSibling(each.getFileName() + ".roundhouse");
        Files.createDirectories(known);
        assertThat(repository.defaultWorktreeRoot()).as("as before").isEqualTo(known);
      }
    }
    try (Repository repository = Repository.open(git.root(), environment)) {
      assertThat(repository.defaultWorktreeRoot())
          .isEqualTo(temporary.resolve("project.roundhouse"));
    }
  }
}
