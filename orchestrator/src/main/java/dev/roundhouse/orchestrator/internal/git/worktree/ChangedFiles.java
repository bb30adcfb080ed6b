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
 * Which files work changes: what is finished, what earlier attempts left, and what is under way. No
 * more than 5,000 of each are told. Nothing is written. Safe for use by any number of threads.
 */
public final class ChangedFiles {
  private static final int MOST = 5_000;
  private static final int ATTEMPTS = 3;
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,9})/(head|dirty)");
  private static final String HEAD = "# branch.oid ";

  private final Repository repository;

  /** Looks into {@code repository}. */
  public ChangedFiles(Repository repository) {
    this.repository = repository;
  }

  /**
   * What is in a worktree at one moment.
   *
   * @param head the commit it is at
   * @param paths the files that differ from where it began, committed or not
   */
  public record Seen(ObjectId head, Set<String> paths) {
    /** Copies the paths. */
    public Seen {
      paths = Set.copyOf(paths);
    }
  }

  /**
   * What {@code commit} changes of what it has in common with {@code tip}; nothing, if they have
   * none, or somebody has deleted objects of it.
   */
  public Set<String> of(ObjectId commit, ObjectId tip) throws IOException {
    try {
      Optional<ObjectId> base = repository.objects().mergeBase(tip, commit);
      return base.isPresent() ? between(base.get(), commit) : Set.of();
    } catch (MissingObjectException vanished) {
      return Set.of(); // who lands it notices
    }
  }

  private Set<String> between(ObjectId base, ObjectId commit) throws IOException {
    ObjectStore objects = repository.objects();
    return some(objects.changedPaths(objects.treeOf(base), objects.treeOf(commit)));
  }

  /** What the last three attempts at {@code issue} changed, of those whose work is kept. */
  public Set<String> ofAttempts(IssueId issue, ObjectId tip) throws IOException {
    String prefix = KeptWork.REFS + issue.key() + "/";
    NavigableMap<Integer, List<ObjectId>> attempts = new TreeMap<>();
    for (Map.Entry<String, ObjectId> ref : repository.refs(prefix).entrySet()) {
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
   * What is changed in {@code slot}, in which somebody may be at work, since it was at {@code
   * base}. One git command, which takes no lock.
   *
   * @throws IOException if git cannot say
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
    ObjectId head = base;
    Set<String> paths = new TreeSet<>();
    for (String each : records) {
      if (each.startsWith(HEAD) && ObjectId.isId(each.substring(HEAD.length()))) {
        head = ObjectId.fromString(each.substring(HEAD.length()));
      } else if (paths.size() < MOST) {
        path(each).ifPresent(paths::add);
      }
    }
    if (!head.equals(base)) {
      paths.addAll(between(base, head));
    }
    return new Seen(head, some(paths));
  }

  /** A line is a kind, some words, and a path, which may have spaces in it. */
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

  /** Not too many, and none of ours. */
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
