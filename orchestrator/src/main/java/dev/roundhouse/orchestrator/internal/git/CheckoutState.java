package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The state of a checkout and of the git operation under way in it, as far as its git directory
 * shows them without starting git. Immutable; safe for use by any number of threads.
 *
 * @param gitDir the git directory of that checkout alone
 */
public record CheckoutState(Path gitDir) {
  private static final List<String> UNDER_WAY =
      List.of(
          "index.lock",
          "HEAD.lock",
          "MERGE_HEAD",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "rebase-merge",
          "rebase-apply");

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
}
