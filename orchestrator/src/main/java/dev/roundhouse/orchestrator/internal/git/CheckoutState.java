package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a checkout and of the git operation under way in it, as its git directory shows them
 * without starting git, and of single files as git does. Immutable; safe for use by any number of
 * threads.
 */
public final class CheckoutState {
  private static final List<String> UNDER_WAY =
      List.of(
          "index.lock",
          "HEAD.lock",
          "MERGE_HEAD",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "rebase-merge",
          "rebase-apply");

  private final Path gitDir; // of that checkout alone
  private final Git git;

  CheckoutState(Path gitDir, Git git) {
    this.gitDir = gitDir;
    this.git = git;
  }

  /**
   * Returns the git operation under way in the checkout, as the name of the file that shows it;
   * empty if there is none.
   */
  public String underWay() {
    return UNDER_WAY.stream()
        .filter(each -> Files.exists(gitDir.resolve(each)))
        .findFirst()
        .orElse("");
  }

  /** Returns the content of HEAD: a branch, or a commit if it is detached. */
  public String head() throws IOException {
    return PointerFile.text(gitDir.resolve("HEAD")).strip();
  }

  /**
   * Returns a mark that equals an earlier one as long as git has done nothing there that its index
   * shows.
   */
  public Object mark() throws IOException {
    try {
      BasicFileAttributes index =
          Files.readAttributes(gitDir.resolve("index"), BasicFileAttributes.class);
      return List.of(head(), index.size(), index.lastModifiedTime());
    } catch (NoSuchFileException none) {
      return head();
    }
  }

  /**
   * Tells whether the user's copy of {@code path} is as git last saw it: neither modified, staged,
   * untracked nor ignored. A file that does not exist is clean; no file is clean if git cannot
   * tell, as with a broken index.
   */
  public boolean isClean(String path) throws IOException, InterruptedException {
    String[] look = {
      "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching", "--"
    };
    List<String> words = new ArrayList<>(List.of(look));
    words.add(":(top,literal)" + path);
    GitOutput status = git.ask(words.toArray(String[]::new));
    return status.ok() && status.text().isEmpty();
  }
}
