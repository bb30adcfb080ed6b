package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.backlog.DeclaredFiles;
import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.worktree.ChangedFiles;
import dev.roundhouse.orchestrator.schedule.Footprint;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Determines in advance the files an issue changes: those it declares; without a declaration, the
 * paths in backticks that exist at the tip; and those its earlier attempts changed. Issue files do
 * not count: a landing marks only its own. Nothing is written.
 *
 * <p>Each issue is looked at once, and again when its text or the number of its attempts is
 * another. For one thread.
 */
final class FootprintReader {
  private final ObjectStore objects;
  private final ChangedFiles changed;
  private final Tip tip;
  private final Predicate<String> isIssueFile;
  private final Map<IssueId, Known> known = new HashMap<>();

  /** The current tip. */
  @FunctionalInterface
  public interface Tip {
    /** Returns the commit; empty if there is none. */
    Optional<ObjectId> now() throws IOException;
  }

  FootprintReader(Repository repository, Tip tip, Predicate<String> isIssueFile) {
    this.objects = repository.objects();
    this.changed = new ChangedFiles(repository);
    this.tip = tip;
    this.isIssueFile = isIssueFile;
  }

  /** Returns the footprint of {@code issue}, which has had that many attempts. */
  Footprint of(Issue issue, int attempts) throws IOException {
    Known before = known.get(issue.id());
    if (before != null && before.isOf(issue, attempts)) {
      return before.footprint;
    }
    Optional<ObjectId> now = tip.now();
    Footprint declared = of(declared(issue, now));
    Footprint footprint =
        attempts == 0 || now.isEmpty()
            ? declared
            : declared.and(ofFiles(changed.ofAttempts(issue.id(), now.get())));
    known.put(issue.id(), new Known(issue, attempts, footprint));
    return footprint;
  }

  private Set<PathPattern> declared(Issue issue, Optional<ObjectId> now) throws IOException {
    DeclaredFiles touches = DeclaredFiles.of(issue);
    if (!touches.declared().isEmpty() || now.isEmpty()) {
      return touches.declared();
    }
    Set<PathPattern> there = new TreeSet<>();
    for (PathPattern each : touches.mentioned()) {
      if (objects.hasFile(now.get(), each.text())) {
        there.add(each);
      }
    }
    return there;
  }

  private Footprint of(Set<PathPattern> paths) {
    return Footprint.of(paths.stream().filter(each -> !isIssue(each.text())).toList());
  }

  /** Returns the footprint of files that are known to be changed. */
  Footprint ofFiles(Set<String> files) {
    Set<String> others = new HashSet<>(files);
    others.removeIf(this::isIssue);
    return Footprint.ofFiles(others);
  }

  private boolean isIssue(String path) {
    return isIssueFile.test(path);
  }

  private record Known(Issue issue, int attempts, Footprint footprint) {
    boolean isOf(Issue other, int count) {
      return attempts == count
          && (issue.equals(other)
              || (issue.body().equals(other.body()) && issue.touches().equals(other.touches())));
    }
  }
}
