package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent takes away of the user's stash and branches is kept and told. */
@Tag("slow")
class SharedRefsTest {
  @TempDir Path temporary;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.issue("A-1").commitAll("backlog");
  }

  private void run(String agent) throws Exception {
    git.orchestrator()
        .options(RunOptions.builder().agent(git.agent(agent)).build())
        .listener(
            event -> {
              if (event instanceof RunEvent.Noticed noticed && noticed.warning()) {
                warnings.add(noticed.message());
              }
            })
        .build()
        .run();
  }

  @Test
  void aStashThatIsPoppedIsKept() throws Exception {
    git.write("README.md", "mine\n").git("stash");
    String stashed = git.git("rev-parse", "stash@{0}");

    run("git stash pop -q\n");

    assertThat(git.git("stash", "list")).isEmpty();
    assertThat(git.git("for-each-ref", "--points-at", stashed, "--format=%(refname)"))
        .isEqualTo("refs/roundhouse/work/a-1/1/stash-1");
    assertThat(warnings)
        .contains(
            "while A-1 was worked on, an entry of the stash disappeared, and is kept at"
                + " refs/roundhouse/work/a-1/1/stash-1");
    git.git("stash", "store", "-m", "back", stashed);
    assertThat(git.git("show", "stash@{0}:README.md")).isEqualTo("mine");
  }

  @Test
  void aStashABranchAndATagThatAreDeletedAndPrunedAreKept() throws Exception {
    git.write("README.md", "mine\n").git("stash");
    String stashed = git.git("rev-parse", "stash@{0}");
    git.git("checkout", "-q", "-b", "feature");
    git.write("feature", "1").commitAll("feature");
    String feature = git.git("rev-parse", "HEAD");
    git.write("more", "1").commitAll("more");
    git.git("tag", "light");
    String light = git.git("rev-parse", "HEAD");
    git.git("reset", "-q", "--hard", feature);
    git.git("checkout", "-q", "main");

    run(
        "git stash drop -q; git branch -q -D feature; git tag -d light\n"
            + "git reflog expire --expire=now --all; git gc -q --prune=now; echo 1 >1\n");

    String kept = "refs/roundhouse/work/a-1/1/";
    assertThat(git.git("for-each-ref", kept, "--format=%(objectname)").lines())
        .contains(stashed, feature, light);
    assertThat(git.show(stashed, "README.md")).isEqualTo("mine");
    assertThat(git.git("fsck", "--no-dangling", "--no-progress")).isEmpty();
  }

  @Test
  void whatAnAgentLeavesOnTheStashIsTold() throws Exception {
    run("echo x >>README.md; git stash -q; echo 1 >1\n");

    assertThat(warnings)
        .anyMatch(each -> each.startsWith("while A-1 was worked on, 1 more on your stash"));
  }

  @Test
  void aBranchThatIsDeletedOrResetIsKept() throws Exception {
    git.git("checkout", "-q", "-b", "feature");
    git.write("feature", "1").commitAll("feature");
    git.git("branch", "other");
    git.git("checkout", "-q", "main");
    String feature = git.git("rev-parse", "feature");

    run("git branch -q -D feature other; echo 1 >1\n");

    assertThat(git.git("for-each-ref", "--points-at", feature, "--format=%(refname)"))
        .isEqualTo("refs/roundhouse/work/a-1/1/branch-1");
    assertThat(warnings).anyMatch(each -> each.contains("feature disappeared"));
  }

  @Test
  void aTagThatIsDeletedOrMovedIsKeptAsItWas() throws Exception {
    git.git("tag", "-a", "-m", "one", "v1");
    git.git("tag", "v2");
    git.git("tag", "blob", git.git("rev-parse", "HEAD:README.md"));
    String annotated = git.git("rev-parse", "v1");
    String light = git.git("rev-parse", "v2");

    run("echo 1 >1; git add 1; git commit -qm 1; git tag -d v1 blob; git tag -f v2 HEAD\n");

    assertThat(warnings)
        .anyMatch(each -> each.contains("tag v1 was deleted or moved"))
        .anyMatch(each -> each.contains("tag v2 was deleted or moved"))
        .anyMatch(each -> each.contains("tag blob was deleted or moved"));
    String kept = "refs/roundhouse/work/a-1/1/tag-";
    assertThat(git.git("for-each-ref", kept + "*", "--format=%(objectname)").lines())
        .containsExactlyInAnyOrder(annotated, light);
    git.orchestrator().build().rescue().toBranch(annotated, "back");
    assertThat(git.git("cat-file", "-t", "refs/heads/back")).isEqualTo("commit");
  }

  @Test
  void aConfigurationAndHooksThatChangeAreToldAndWhatTheyWereIsKeptBeside() throws Exception {
    Path gitDir = git.root().resolve(".git");
    String before = Files.readString(gitDir.resolve("config"));
    Files.createDirectories(gitDir.resolve("hooks"));
    Files.writeString(gitDir.resolve("hooks/commit-msg"), "#!/bin/sh\n# mine\n");

    run(
        "git config core.pager evil\nhooks=$(git rev-parse --git-common-dir)/hooks\n"
            + "rm \"$hooks/commit-msg\"; echo x >\"$hooks/post-checkout\"; echo 1 >1\n");

    Path kept = gitDir.toRealPath().resolve("roundhouse/shared/kept/a-1/1");
    assertThat(warnings)
        .containsOnlyOnce(
            "while A-1 was worked on, config (core.pager), hooks/commit-msg, hooks/post-checkout in "
                + gitDir.toRealPath()
                + " changed (all worktrees share them); the changes were left in place, and the"
                + " earlier files are kept in "
                + kept);
    assertThat(Files.readString(kept.resolve("config"))).isEqualTo(before);
    assertThat(kept.resolve("hooks/commit-msg")).hasContent("#!/bin/sh\n# mine\n");
    assertThat(kept.resolve("hooks/post-checkout")).doesNotExist();
    assertThat(git.git("config", "core.pager")).isEqualTo("evil");
  }

  @Test
  void whatWeDoOurselvesInASparseCheckoutWithASubmoduleIsNoChange() throws Exception {
    GitFixture inner = GitFixture.in(temporary.resolve("inner"));
    git.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", inner.root() + "", "sub");
    git.write("wide/file", "x\n").issue("A-2").commitAll("wider");
    git.git("sparse-checkout", "set", "--skip-checks", "issues", "sub");

    run("echo 1 >issues/$ROUNDHOUSE_ISSUE_ID.txt\n");

    assertThat(git.landed("main")).hasSize(2);
    assertThat(warnings).filteredOn(each -> each.contains("all worktrees share")).isEmpty();
  }

  @Test
  void whatDidNotChangeLeavesNothingBehind() throws Exception {
    run("echo 1 >1\n");

    assertThat(warnings).isEmpty();
    assertThat(git.root().resolve(".git/roundhouse/shared").toFile().list())
        .containsExactlyInAnyOrder(
            "config.good", "HEAD.good"); // to be put back where git cannot run with later ones
  }

  @Test
  void whatTheUserCommitsMeanwhileIsNoLoss() throws Exception {
    git.git("branch", "feature");

    run("git branch -f feature HEAD; echo 1 >1\n");

    assertThat(warnings).filteredOn(each -> each.contains("disappeared")).isEmpty();
    assertThat(git.git("for-each-ref", "refs/roundhouse/work", "--format=%(refname)"))
        .doesNotContain("branch-", "stash-");
  }
}
