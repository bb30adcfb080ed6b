package dev.roundhouse.orchestrator.internal.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.merge.RandomHistory.Case;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories are merged as {@code git merge} merges them in a checkout: the same tree, or
 * conflicts at the same paths with the same stages; by git in the object database, and in process
 * where that answers.
 *
 * <p>300 cases from {@code -Dmerge.first}; 10,000 with {@code -Dproofs.full=true}; only the one a
 * failure names with {@code -Dmerge.seed}.
 */
@Tag("slow")
class MergeDifferentialTest {
  private static final long FIRST = Long.getLong("merge.first", 20260117L);
  private static final int CASES = Boolean.getBoolean("proofs.full") ? 10_000 : 300;
  private static final int AT_ONCE = 100;

  @TempDir Path temporary;
  private final MergeFigures figures = new MergeFigures();

  @Test
  void randomHistoriesMergeAsInACheckout() throws Exception {
    Long only = Long.getLong("merge.seed");
    if (only != null) {
      batch(only, 1);
      return;
    }
    for (int done = 0; done < CASES; done += AT_ONCE) {
      batch(FIRST + done, Math.min(AT_ONCE, CASES - done));
    }
    System.out.println("merges: " + figures);
    figures.assertTelling();
  }

  /** A repository of its own for some cases, so that none grows large. */
  private void batch(long first, int count) throws Exception {
    Path place = Files.createTempDirectory(temporary, "batch");
    GitFixture git = GitFixture.in(place.resolve("project"));
    git.git("config", "merge.take.driver", "cat %B >>%A");
    git.git("config", "merge.refuse.driver", "false");
    git.git("config", "filter.lfs.clean", "cat");
    git.git("config", "filter.lfs.smudge", "cat");
    git.git("checkout", "-q", "--detach");
    List<Case> cases = cases(git, first, count);
    try (Repository repository = Repository.open(git.root());
        CheckoutMerges checkout = CheckoutMerges.start(git.root(), place, cases)) {
      WorktreePool pool = new WorktreePool(repository, place.resolve("slots"));
      List<ComparedMerge> merges = new ArrayList<>();
      for (Case each : cases) {
        merges.add(ComparedMerge.of(each, repository, pool));
      }
      Map<Long, CheckoutMerges.Answer> answers = checkout.answers();
      for (ComparedMerge each : merges) {
        compare(each, Objects.requireNonNull(answers.get(each.which().seed())), git, repository);
      }
    }
  }

  private void compare(
      ComparedMerge merge, CheckoutMerges.Answer answer, GitFixture git, Repository repository)
      throws IOException {
    if (answer.ending().equals("refused") && !merge.which().shape().equals("strangers")) {
      assertThat(merge.byGit() instanceof MergeResult.Conflicts || !answer.isBreak())
          .as("a conflict where git broke off over it: %s", merge)
          .isTrue();
      figures.refused();
      return;
    }
    try {
      merge.assertIs(answer, repository.objects());
    } catch (AssertionError wrong) {
      throw new AssertionError(merge + "\n" + wrong.getMessage() + changes(merge, git), wrong);
    }
    if (answer.ending().equals("clean") && merge.byGit() instanceof MergeResult.Conflicts) {
      figures.markers();
    }
    figures.count(merge.which().shape(), merge.byGit(), merge.tree(), isRenaming(merge, git));
  }

  private static boolean isRenaming(ComparedMerge merge, GitFixture git) {
    return changes(merge, git).lines().anyMatch(line -> line.startsWith("R"));
  }

  private static String changes(ComparedMerge merge, GitFixture git) {
    String ours = merge.which().ours().name();
    String theirs = merge.which().theirs().name();
    return merge.which().shape().equals("strangers")
        ? ""
        : "\nours:\n"
            + git.git("diff", "--name-status", "-M", theirs + "..." + ours)
            + "\ntheirs:\n"
            + git.git("diff", "--name-status", "-M", ours + "..." + theirs);
  }

  private static List<Case> cases(GitFixture git, long first, int count) throws IOException {
    try (FileRepository jgit = new FileRepository(git.root().resolve(".git").toFile());
        ObjectInserter inserter = jgit.getObjectDatabase().newPackInserter()) {
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        cases.add(RandomHistory.of(first + i, inserter));
      }
      inserter.flush();
      return cases;
    }
  }
}
