package dev.roundhouse.orchestrator.internal.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits are merged as git would, and what collides is told so that it can be resolved. */
class MergerTest {
  private static final String TEN = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;
  private WorktreePool pool;
  private Merger merger;
  private ObjectId base;

  @BeforeEach
  void open() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("file", TEN).write("gone", TEN).write("dir/other", "other\n").commitAll("base");
    repository = Repository.open(git.root());
    pool = new WorktreePool(repository, repository.defaultWorktreeRoot());
    merger = new Merger(repository);
    base = head();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private ObjectId head() {
    return ObjectId.fromString(git.git("rev-parse", "HEAD"));
  }

  private ObjectId from(ObjectId commit, String path, String content) {
    git.git("checkout", "-q", "--detach", commit.name());
    git.write(path, content).commitAll("change " + path);
    return head();
  }

  private Worktree slot(ObjectId ours) throws IOException, InterruptedException {
    Worktree slot = pool.slot("m");
    pool.moveTo(slot, ours);
    return slot;
  }

  private static Worktree none(ObjectId ours) throws IOException {
    throw new IOException("git was needed to merge into " + ours);
  }

  private MergeResult.Conflicts conflicts(ObjectId ours, ObjectId theirs) throws Exception {
    return (MergeResult.Conflicts) merger.merge(ours, theirs, this::slot);
  }

  private ObjectId clean(MergeResult result) {
    return ((MergeResult.Clean) result).tree();
  }

  @Test
  void changesOfDifferentFilesNeedNoGit() throws Exception {
    ObjectId ours = from(base, "file", "ours\n");
    ObjectId theirs = from(base, "dir/new", "theirs\n");

    ObjectId tree = clean(merger.merge(ours, theirs, MergerTest::none));

    git.git("checkout", "-q", "--detach", ours.name());
    git.git("merge", "-q", "--no-edit", theirs.name());
    assertThat(tree.name()).isEqualTo(git.git("rev-parse", "HEAD^{tree}"));
  }

  @Test
  void anAncestorNeedsNoGitInEitherOrder() throws Exception {
    ObjectId later = from(base, "file", "later\n");

    assertThat(clean(merger.merge(base, later, MergerTest::none)))
        .isEqualTo(clean(merger.merge(later, base, MergerTest::none)))
        .isEqualTo(repository.objects().treeOf(later));
  }

  @Test
  void changesOfOneFileAreGitsToMergeByItsAttributes() throws Exception {
    ObjectId ruled = from(base, ".gitattributes", "file merge=union\n");
    ObjectId ours = from(ruled, "file", TEN + "ours\n");
    ObjectId theirs = from(ruled, "file", TEN + "theirs\n");

    ObjectId tree = clean(merger.merge(ours, theirs, this::slot));

    assertThat(git.show(tree.name(), "file")).endsWith("10\nours\ntheirs");
  }

  @Test
  void aConflictNamesItsKindAndWhatEitherSideHas() throws Exception {
    ObjectId ours = from(base, "file", TEN.replace("5", "ours"));
    ObjectId theirs = from(base, "file", TEN.replace("5", "theirs"));

    MergeResult.Conflicts conflicts = conflicts(ours, theirs);

    assertThat(conflicts.paths()).containsExactly("file");
    Conflict conflict = conflicts.conflicts().get(0);
    assertThat(conflict.kinds()).containsExactly("contents");
    assertThat(conflict.base()).contains(stage(base));
    assertThat(conflict.ours()).contains(stage(ours));
    assertThat(conflict.theirs()).contains(stage(theirs));
  }

  private Conflict.Stage stage(ObjectId commit) {
    ObjectId blob = ObjectId.fromString(git.git("rev-parse", commit.name() + ":file"));
    return new Conflict.Stage("100644", blob);
  }

  @Test
  void theAttemptedMergeNamesTheSidesInItsMarkersOnly() throws Exception {
    String fake = "<<<<<<< " + base.name() + "\n";
    ObjectId before = from(base, "file", fake + TEN);
    ObjectId ours = from(before, "file", fake + TEN.replace("5\n", "ours\n"));
    ObjectId theirs = from(before, "file", fake + TEN.replace("5\n", "theirs\n"));

    ObjectId tree = merger.named(conflicts(ours, theirs), "tip", "A-1 $1");

    assertThat(git.show(tree.name(), "file"))
        .isEqualTo(
            (fake + TEN.replace("5", "<<<<<<< tip\nours\n=======\ntheirs\n>>>>>>> A-1 $1"))
                .stripTrailing());
    assertThat(git.show(tree.name(), "dir/other")).isEqualTo("other");
  }

  @Test
  void evidenceHasTheHunksOfBothSides() throws Exception {
    ObjectId ours = from(base, "file", TEN.replace("5", "ours"));
    ObjectId theirs = from(base, "file", TEN.replace("5", "the\u001b[31mirs\u202e"));

    String evidence = merger.evidence(conflicts(ours, theirs), "tip", "A-1");

    assertThat(evidence)
        .isEqualTo(
            """
            file: contents

            --- file
            line 5:
            <<<<<<< tip
            ours
            =======
            the\uFFFD[31mirs\uFFFD
            >>>>>>> A-1
            """);
  }

  @Test
  void evidenceOfAChangedAndARemovedFileSaysWhatWasChanged() throws Exception {
    git.git("rm", "-q", "gone");
    git.commitAll("remove");
    ObjectId ours = head();
    ObjectId theirs = from(base, "gone", TEN.replace("5", "theirs"));

    String evidence = merger.evidence(conflicts(ours, theirs), "tip", "A-1");

    assertThat(evidence)
        .contains("gone: modify/delete", "tip has removed it", "\n-5\n+theirs\n")
        .doesNotContain("binary");
  }

  @Test
  void evidenceOfBinaryFilesSaysSo() throws Exception {
    ObjectId ours = from(base, "file", "a\0b");
    ObjectId theirs = from(base, "file", "a\0c");

    assertThat(merger.evidence(conflicts(ours, theirs), "tip", "A-1"))
        .contains("file: binary", "binary, 3 bytes");
  }

  @Test
  void evidenceIsBoundedHoweverMuchCollides() throws Exception {
    git.git("checkout", "-q", "--detach", base.name());
    ObjectId ours = large("ours ");
    git.git("checkout", "-q", "--detach", base.name());
    ObjectId theirs = large("theirs ");

    String evidence = merger.evidence(conflicts(ours, theirs), "tip", "A-1");

    assertThat(evidence.lines().count()).isLessThanOrEqualTo(200);
    assertThat(evidence.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(16 << 10);
    assertThat(evidence).contains("more files").endsWith(" more lines\n");
  }

  private ObjectId large(String word) {
    for (int i = 0; i < 80; i++) {
      git.write("many/" + i, (word + "ä".repeat(900) + "\n").repeat(30));
    }
    git.commitAll(word);
    return head();
  }

  @Test
  void aBaseCanBeChosenAgainstTheHistories() throws Exception {
    ObjectId first = from(base, "file", TEN.replace("5", "first"));
    ObjectId work = from(first, "file", TEN.replace("5", "first").replace("9", "work"));
    ObjectId amended = from(base, "file", TEN.replace("5", "amended"));

    assertThat(conflicts(amended, work).paths()).containsExactly("file");
    ObjectId tree = clean(merger.merge(first, amended, work, this::slot));

    assertThat(git.show(tree.name(), "file"))
        .isEqualTo(TEN.replace("5", "amended").replace("9", "work").stripTrailing());
    assertThat(clean(merger.merge(first, amended, work, this::slot))).isEqualTo(tree);
  }

  @Test
  void aChosenBaseNeedsNoGitEither() throws Exception {
    ObjectId first = from(base, "file", TEN.replace("5", "first"));
    ObjectId work = from(first, "dir/new", "work\n");
    ObjectId amended = from(base, "file", TEN.replace("5", "amended"));

    ObjectId tree = clean(merger.merge(first, amended, work, MergerTest::none));

    assertThat(git.show(tree.name(), "file")).contains("amended");
    assertThat(git.show(tree.name(), "dir/new")).isEqualTo("work");
  }

  @Test
  void strangersCollideInEverything() throws Exception {
    git.git("checkout", "-q", "--orphan", "stranger");
    git.commitAll("begin anew");

    MergeResult.Conflicts conflicts = conflicts(base, head());

    assertThat(conflicts.paths())
        .containsExactly("everything: the histories have nothing in common");
    assertThat(conflicts.attempt()).isEqualTo(Optional.empty());
    assertThat(merger.evidence(conflicts, "tip", "A-1")).contains("unrelated histories");
  }

  @Test
  void aHistoryThatGitSeesOtherwiseIsLeftToIt() throws Exception {
    ObjectId ours = from(base, "file", "ours\n");
    ObjectId theirs = from(base, "dir/new", "theirs\n");
    assertThat(merger.inProcess(ours, theirs)).isPresent();

    git.git("replace", base.name(), git.git("rev-parse", base.name() + "~1"));

    assertThat(merger.inProcess(ours, theirs)).isEmpty();
  }

  @Test
  void treesThatGitWouldWriteOtherwiseAreLeftToIt() throws Exception {
    ObjectId ours = from(base, "gone", "ours\n");
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.write("100664 file\0".getBytes(StandardCharsets.UTF_8));
    ObjectId.fromString(git.git("rev-parse", base.name() + ":file")).copyRawTo(tree);
    ObjectId theirs = commit(tree.toByteArray());

    assertThat(merger.inProcess(ours, theirs)).isEmpty();
  }

  private ObjectId commit(byte[] tree) throws IOException {
    try (FileRepository jgit = new FileRepository(git.root().resolve(".git").toFile());
        ObjectInserter inserter = jgit.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_TREE, tree);
      inserter.flush();
      return ObjectId.fromString(git.git("commit-tree", "-p", base.name(), "-m", "odd", id.name()));
    }
  }
}
