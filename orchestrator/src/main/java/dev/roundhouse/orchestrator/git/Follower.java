package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/** Fast-forwards one branch, wherever it is checked out. For one call. */
final class Follower {
  private static final int SHOWN = 6;

  /** A variable that is empty: a branch's own options can make a merge of another kind of ours. */
  private static final String NO_OPTIONS = "ROUNDHOUSE_MERGE_OPTIONS";

  private final Repository repository;
  private final String branch;
  private final String ref;

  Follower(Repository repository, String branch) {
    this.repository = repository;
    this.branch = branch;
    this.ref = "refs/heads/" + branch;
  }

  FollowResult forward(ObjectId from, ObjectId to) throws IOException, InterruptedException {
    Optional<Path> operation = operation();
    if (operation.isPresent()) {
      return FollowResult.waits(
          "a rebase or bisection of "
              + branch
              + " is under way ("
              + operation.get()
              + "); finish it, then 'roundhouse sync'");
    }
    List<Place> worktrees = new Checkouts(repository).of(ref);
    if (worktrees.size() > 1) {
      return FollowResult.waits(
          branch
              + " is checked out more than once: "
              + worktrees.stream().map(Place::top).toList()
              + "; leave it in all but one, then 'roundhouse sync'");
    }
    if (!worktrees.isEmpty()) {
      return merge(worktrees.get(0), to);
    }
    return repository.updateRef(ref, from, to, "roundhouse: follow the tip")
        ? FollowResult.DONE
        : FollowResult.waits(branch + " moved meanwhile; 'roundhouse sync' tries again");
  }

  private FollowResult merge(Place worktree, ObjectId to) throws IOException, InterruptedException {
    Git git;
    try {
      git = worktree.verified();
    } catch (RepositoryProblem misled) {
      return FollowResult.waits(
          misled.getMessage() + "\n  " + misled.hint() + "; then 'roundhouse sync'");
    }
    if (!isOnBranch(git)) {
      return FollowResult.waits(branch + " was left meanwhile; 'roundhouse sync' tries again");
    }
    GitOutput merged =
        git.with(NO_OPTIONS, "")
            .ask(
                "--config-env=branch." + branch + ".mergeOptions=" + NO_OPTIONS,
                "-c",
                "merge.autoStash=false",
                "-c",
                "merge.ff=only",
                "merge",
                "-q",
                "--ff-only",
                "--no-autostash",
                "--no-overwrite-ignore",
                "--no-verify-signatures",
                to.name());
    if (merged.ok() && isOnBranch(git) && isAt(git, to)) {
      return FollowResult.DONE;
    }
    String why =
        (merged.err() + merged.text())
            .lines()
            .filter(line -> !line.isBlank())
            .limit(SHOWN)
            .map(line -> "  " + line.strip())
            .collect(Collectors.joining("\n"));
    return FollowResult.waits(
        "git will not bring what has landed into "
            + worktree.top()
            + " over what is there:\n"
            + why
            + "\n  commit it or move it away, then 'roundhouse sync'");
  }

  private boolean isOnBranch(Git git) throws IOException, InterruptedException {
    return git.ask("symbolic-ref", "-q", "HEAD").line().equals(ref);
  }

  private static boolean isAt(Git git, ObjectId commit) throws IOException, InterruptedException {
    return git.ask("rev-parse", "-q", "--verify", "HEAD").line().equals(commit.name());
  }

  /** The record of an operation that will want to move the branch when it ends. */
  private Optional<Path> operation() throws IOException {
    List<Path> gitDirs = new ArrayList<>(List.of(repository.commonDir()));
    Path linked = repository.commonDir().resolve("worktrees");
    if (Files.isDirectory(linked)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(linked)) {
        all.forEach(gitDirs::add);
      }
    }
    for (Path gitDir : gitDirs) {
      for (String name :
          List.of("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START")) {
        Path file = gitDir.resolve(name);
        if (Files.isRegularFile(file) && names(Files.readString(file).strip())) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private boolean names(String text) {
    return text.equals(ref) || text.equals(branch);
  }
}
