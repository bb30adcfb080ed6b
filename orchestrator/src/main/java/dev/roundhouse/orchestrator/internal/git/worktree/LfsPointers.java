package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Checks files that git-lfs stores elsewhere: only their pointers may land, even if git-lfs was not
 * available to create them. For one thread.
 */
final class LfsPointers {
  private static final int LONGEST = 1024;
  private static final String BEGIN = "version https://git-lfs.github.com/spec/v1\n";

  private final ObjectStore objects;
  private final ObjectId base;
  private final ObjectId tree;

  /** Creates a check of the differences between two commits or trees. */
  LfsPointers(ObjectStore objects, ObjectId base, ObjectId tree) {
    this.objects = objects;
    this.base = base;
    this.tree = tree;
  }

  /**
   * Returns the paths at which {@code tree} has contents in place of a pointer, and {@code base}
   * has not.
   *
   * @param git a git whose index has the files of {@code tree}
   */
  List<String> missing(Git git) throws IOException, InterruptedException {
    List<String> changed = objects.diff(objects.treeOf(base), tree).paths();
    if (changed.isEmpty() || !isUsedFor(changed)) {
      return List.of();
    }
    List<String> answers =
        git.feed(
                String.join("\0", changed) + "\0",
                "check-attr",
                "--cached",
                "-z",
                "--stdin",
                "filter")
            .records();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i + 2 < answers.size(); i += 3) { // path, attribute, value
      String path = answers.get(i);
      if (answers.get(i + 2).equals("lfs") && hasContent(tree, path) && !hasContent(base, path)) {
        missing.add(path);
      }
    }
    return missing;
  }

  /** Tells whether attributes beside or above one of {@code paths} mention git-lfs at all. */
  private boolean isUsedFor(List<String> paths) throws IOException {
    Set<String> seen = new HashSet<>();
    for (String path : paths) {
      for (int cut = path.length(); cut >= 0; cut = path.lastIndexOf('/', cut - 1)) {
        String folder = path.substring(0, path.lastIndexOf('/', cut - 1) + 1);
        if (seen.add(folder) && speaksOfLfs(folder + ".gitattributes")) {
          return true;
        }
        if (folder.isEmpty()) {
          break;
        }
      }
    }
    return false;
  }

  private boolean speaksOfLfs(String attributes) throws IOException {
    return objects
        .readFile(tree, attributes)
        .filter(each -> new String(each, StandardCharsets.ISO_8859_1).contains("filter=lfs"))
        .isPresent();
  }

  private boolean hasContent(ObjectId where, String path) throws IOException {
    Optional<byte[]> content = objects.beginning(where, path, LONGEST + 1);
    return content.filter(each -> each.length > 0 && !isPointer(each)).isPresent();
  }

  private static boolean isPointer(byte[] content) {
    return content.length <= LONGEST
        && new String(content, StandardCharsets.ISO_8859_1).startsWith(BEGIN);
  }
}
