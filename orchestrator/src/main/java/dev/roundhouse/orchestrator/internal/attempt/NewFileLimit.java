package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Keeps a large number of files that were not tracked before, such as those of an {@code npm
 * install} that git does not ignore, from landing unseen. For one thread.
 */
final class NewFileLimit {
  private static final int PART = 4; // reported from this part of the limit on
  private static final double MOST = 0.8;

  private final RunContext context;
  private final IssueId issue;
  private final List<String> paths;

  /** Creates a view of the files that {@code head} has and {@code base} does not. */
  NewFileLimit(RunContext context, IssueId issue, ObjectId base, ObjectId head) throws IOException {
    this.context = context;
    this.issue = issue;
    ObjectStore objects = context.repository().objects();
    this.paths = objects.diff(objects.treeOf(base), objects.treeOf(head)).newPaths();
  }

  /**
   * Returns the reason why the work needs approval before it lands, if there are more files than
   * may land without; reports many files either way.
   */
  Optional<String> objection() {
    int limit = context.options().form().newFiles();
    if (paths.size() <= Math.max(1, limit / PART)) {
      return Optional.empty();
    }
    boolean tooMany = paths.size() > limit;
    String folder = folder().replaceAll("\\p{Cntrl}", "?");
    context
        .publisher()
        .warn(
            issue
                + " adds "
                + Plural.of(paths.size(), "file")
                + " that were not tracked before"
                + (folder.isEmpty() ? "" : ", most of them in " + folder)
                + (tooMany
                    ? "; that is more than " + limit + ", so the work waits for approval: "
                    : ": ")
                + "if they should not land, name them in .gitignore"
                + (tooMany
                    ? " and 'roundhouse skip "
                        + issue
                        + "'; 'roundhouse approve "
                        + issue
                        + "' lands them"
                    : ""));
    String most = folder.isEmpty() ? "" : " (most of them in " + folder + ")";
    return tooMany
        ? Optional.of(
            "it adds "
                + Plural.of(paths.size(), "file")
                + " that were not tracked before"
                + most
                + ", and "
                + limit
                + " may land without approval (landing: newFiles)")
        : Optional.empty();
  }

  /** Returns the deepest folder that holds most of the files, with a slash at the end. */
  private String folder() {
    String folder = "";
    while (true) {
      Map<String, Integer> below = new TreeMap<>();
      for (String each : paths) {
        int slash = each.indexOf('/', folder.length());
        if (each.startsWith(folder) && slash > 0) {
          below.merge(each.substring(0, slash + 1), 1, Integer::sum);
        }
      }
      String inner =
          below.entrySet().stream()
              .filter(each -> each.getValue() >= MOST * paths.size())
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("");
      if (inner.isEmpty()) {
        return folder;
      }
      folder = inner;
    }
  }
}
