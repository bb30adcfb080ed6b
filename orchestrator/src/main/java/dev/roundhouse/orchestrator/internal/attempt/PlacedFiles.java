package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.backlog.IssueFile;
import dev.roundhouse.core.issue.Issue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files Roundhouse puts into an agent's worktree: a copy of the issue if the worktree's own is
 * missing or differs from the user's, and a rule that hides our files from git. Never follows a
 * symbolic link that the project's tree holds.
 */
final class PlacedFiles {
  private final Path checkout;
  private final Path worktree;
  private final Path folder;

  /** Creates the files for {@code worktree} from the user's {@code checkout}. */
  PlacedFiles(Path checkout, Path worktree) {
    this.checkout = checkout;
    this.worktree = worktree;
    this.folder = worktree.resolve(".roundhouse");
  }

  /** Returns the file in which the agent may leave its result. */
  Path result() {
    return folder.resolve("result.json");
  }

  /**
   * Places the files needed for {@code issue}, and returns the file of the issue inside the
   * worktree.
   *
   * @throws IOException if it cannot be written, or the project's own files are in the way
   */
  Path place(Issue issue) throws IOException {
    makeFolder();
    byte[] seen = seenByUser(issue);
    Path own = worktree.resolve(text(issue).orElse("")).normalize();
    if (own.startsWith(worktree) && isPlain(own) && Arrays.equals(Files.readAllBytes(own), seen)) {
      return own;
    }
    Path copy = folder.resolve("issue.md");
    Files.deleteIfExists(copy);
    Files.write(copy, seen, StandardOpenOption.CREATE_NEW);
    return copy;
  }

  /** Deletes the result of a step, so that it is not taken for the next one's. */
  void clearResult() throws IOException {
    Files.deleteIfExists(result());
  }

  /** Returns {@code issue} with the text that its file in the worktree has now. */
  Issue seen(Issue issue, Path file) throws IOException {
    if (!isPlain(file)) {
      return issue;
    }
    String body = IssueFile.of(Files.readAllBytes(file)).body();
    return issue.toBuilder().body(body).build();
  }

  private void makeFolder() throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(
            "the project has a file or link named .roundhouse at its root, where a folder of that"
                + " name is needed; rename it",
            there);
      }
    }
    Path ignore = folder.resolve(".gitignore");
    if (!Files.exists(ignore, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(ignore, "*\n", StandardOpenOption.CREATE_NEW);
    }
    Files.deleteIfExists(result());
  }

  private byte[] seenByUser(Issue issue) throws IOException {
    try {
      Path file = checkout.resolve(text(issue).orElse("")).normalize();
      if (file.startsWith(checkout) && isPlain(file)) {
        return Files.readAllBytes(file);
      }
    } catch (InvalidPathException notFromFiles) {
      return written(issue);
    }
    return written(issue);
  }

  /** Returns the file that holds the text of {@code issue} and nothing else, if it has one. */
  private static Optional<String> text(Issue issue) {
    return issue.file().filter(issue.locator()::equals).filter(each -> each.endsWith(".md"));
  }

  private static byte[] written(Issue issue) {
    return ("# " + issue.title() + "\n\n" + issue.body()).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isPlain(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file);
  }
}
