package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Determines the files that work changes: finished work, that of earlier attempts, and work under
 * way. At most 5,000 of each are returned. Nothing is written. Safe for use by any number of
 * threads.
 */
public final class ChangedFiles {
  private static final int MOST = 5_000;
  private static final int ATTEMPTS = 3;
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})/(head|dirty)");
  private static final String HEAD = "# branch.oid ";

  private final Repository repository;

  /** Creates a view of {@code repository}. */
  public ChangedFiles(Repository repository) {
    this.repository = repository;
  }

  /**
   * The state of a worktree at one moment.
   *
   * @param head its commit
   * @param paths the files that differ from its base, committed or not
   */
  public record Seen(ObjectId head, Set<String> paths) {
    /** Copies the paths. */
    public Seen {
      paths = Set.copyOf(paths);
    }
  }

  /**
   * Returns the files that {@code commit} changes relative to its common base with {@code tip};
   * none if there is no such base, or objects of it were deleted.
   */
  public Set<String> of(ObjectId commit, ObjectId tip) throws IOException {
    try {
      Optional<ObjectId> base = repository.objects().mergeBase(tip, commit);
      return base.isPresent() ? between(base.get(), commit) : Set.of();
    } catch (MissingObjectException vanished) {
      return Set.of(); // the landing will report it
    }
  }

  private Set<String> between(ObjectId base, ObjectId commit) throws IOException {
    ObjectStore objects = repository.objects();
    return some(objects.diff(objects.treeOf(base), objects.treeOf(commit)).paths());
  }

  /** Returns the files changed by the last three attempts at {@code issue} whose work is kept. */
  public Set<String> ofAttempts(IssueId issue, ObjectId tip) throws IOException {
    String prefix = KeptWork.REFS + issue.key() + "/";
    NavigableMap<Integer, List<ObjectId>> attempts = new TreeMap<>();
    for (Map.Entry<String, ObjectId> ref : repository.refs().commits(prefix).entrySet()) {
      Matcher name = NUMBER.matcher(ref.getKey().substring(prefix.length()));
      if (name.matches()) {
        int number = Integer.parseInt(name.group(1));
        attempts.computeIfAbsent(number, key -> new ArrayList<>()).add(ref.getValue());
      }
    }
    Set<String> paths = new TreeSet<>();
    for (List<ObjectId> work :
        attempts.descendingMap().values().stream().limit(ATTEMPTS).toList()) {
      for (ObjectId each : work) {
        paths.addAll(of(each, tip));
      }
    }
    return some(paths);
  }

  /**
   * Returns the files changed since {@code base} in {@code slot}, in which an agent may be at work.
   * One git command, which takes no lock.
   *
   * @throws IOException if git cannot determine them
   */
  public Seen in(Worktree slot, ObjectId base) throws IOException, InterruptedException {
    List<String> records =
        slot.git()
            .run(
                "status",
                "--porcelain=v2",
                "--branch",
                "-z",
                "--no-renames",
                "--untracked-files=all",
                "--ignore-submodules=dirty")
            .records();
    List<String> placed = SuppliedFiles.in(slot);
    ObjectId head = base;
    Set<String> paths = new TreeSet<>();
    for (String each : records) {
      if (each.startsWith(HEAD) && ObjectId.isId(each.substring(HEAD.length()))) {
        head = ObjectId.fromString(each.substring(HEAD.length()));
      } else if (paths.size() < MOST) {
        path(each).filter(at -> !SuppliedFiles.isAmong(placed, at)).ifPresent(paths::add);
      }
    }
    if (!head.equals(base)) {
      paths.addAll(between(base, head));
    }
    return new Seen(head, some(paths));
  }

  /**
   * Returns the path of a record, which is a kind, some words, and a path that may contain spaces.
   */
  private static Optional<String> path(String record) {
    int words =
        switch (record.isEmpty() ? ' ' : record.charAt(0)) {
          case '1' -> 8;
          case 'u' -> 10;
          case '?' -> 1;
          default -> 0;
        };
    String[] parts = record.split(" ", words + 1);
    return words > 0 && parts.length > words ? Optional.of(parts[words]) : Optional.empty();
  }

  /** Returns a limited number of paths, without Roundhouse's own. */
  private static Set<String> some(Collection<String> paths) {
    Set<String> some = new TreeSet<>();
    for (String each : paths) {
      if (some.size() < MOST && !each.startsWith(Worktree.FOLDER + "/")) {
        some.add(each);
      }
    }
    return some;
  }
}
