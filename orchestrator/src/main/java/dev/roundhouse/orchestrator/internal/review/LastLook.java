package dev.roundhouse.orchestrator.internal.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.internal.git.merge.Merger;
import dev.roundhouse.orchestrator.internal.git.worktree.FilesDiff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The work on an issue that a person looked at last, kept by a ref, and how later work differs from
 * it. What others landed in between is no part of that. For one thread.
 */
public final class LastLook {
  private static final Pattern MARK = Pattern.compile("(?m)^(completed_at:).*$");

  private final Repository repository;
  private final String ref;

  /** Returns the last look at {@code issue}. */
  public LastLook(Repository repository, IssueId issue) {
    this.repository = repository;
    this.ref = WorkRefs.SEEN + issue.key();
  }

  /**
   * The difference of later work from what was looked at.
   *
   * @param from the earlier work to compare with
   * @param paths the files to compare; empty for all
   * @param isMerged false if the earlier work could not be merged onto the base of the later
   */
  public record Difference(String from, List<String> paths, boolean isMerged) {
    /** Copies the paths. */
    public Difference {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Notes that a person looks at the commit {@code now}.
   *
   * @throws IOException if it cannot be noted
   */
  public void note(String now) throws IOException, InterruptedException {
    Optional<ObjectId> commit = commit(now);
    Optional<ObjectId> before = repository.refs().commit(ref);
    if (commit.isPresent() && !commit.equals(before)) {
      // if another person looks at the same moment, one look is as good as the other
      var unused =
          repository
              .refs()
              .updateSeen(ref, before.orElse(null), commit.get(), "roundhouse: review");
    }
  }

  /**
   * Returns how the work between the commits {@code from} and {@code to} differs from what was
   * looked at; empty if nothing was.
   *
   * @throws IOException if git cannot tell
   */
  public Optional<Difference> since(String from, String to)
      throws IOException, InterruptedException {
    Optional<ObjectId> seen = repository.refs().commit(ref);
    Optional<ObjectId> base = commit(from);
    Optional<ObjectId> now = commit(to);
    if (seen.isEmpty() || base.isEmpty() || now.isEmpty()) {
      return Optional.empty();
    }
    if (now.equals(seen)) {
      return Optional.of(new Difference(seen.get().name(), List.of(), true));
    }
    Optional<ObjectId> merged = new Merger(repository).inProcess(base.get(), seen.get());
    return Optional.of(
        merged.isPresent()
            ? withoutMark(merged.get(), now.get())
            : new Difference(seen.get().name(), touched(seen.get(), base.get(), now.get()), false));
  }

  /**
   * Leaves out files in which nothing but the time of completion differs: each mark has its own.
   */
  private Difference withoutMark(ObjectId earlier, ObjectId later)
      throws IOException, InterruptedException {
    List<String> all =
        FilesDiff.between(repository, earlier.name(), later.name()).files().stream()
            .map(FilesDiff.Changed::path)
            .toList();
    List<String> changed = new ArrayList<>();
    for (String path : all) {
      if (!unmarked(earlier, path).equals(unmarked(later, path))) {
        changed.add(path);
      }
    }
    ObjectId from = changed.isEmpty() ? later : earlier;
    boolean isLess = changed.size() < all.size() && !changed.isEmpty();
    return new Difference(from.name(), isLess ? changed : List.of(), true);
  }

  private Optional<String> unmarked(ObjectId tree, String path) throws IOException {
    return repository
        .objects()
        .readFile(tree, path)
        .map(bytes -> MARK.matcher(new String(bytes, ISO_8859_1)).replaceAll("$1"));
  }

  private Optional<ObjectId> commit(String revision) throws IOException, InterruptedException {
    return new WorkRefs(repository).commit(revision);
  }

  /** Returns the files that the work changed, then or now. */
  private List<String> touched(ObjectId seen, ObjectId base, ObjectId now)
      throws IOException, InterruptedException {
    Set<String> paths = new TreeSet<>();
    String begun = repository.objects().mergeBase(seen, base).orElse(base).name();
    add(paths, FilesDiff.between(repository, begun, seen.name()));
    add(paths, FilesDiff.between(repository, base.name(), now.name()));
    return List.copyOf(paths);
  }

  private static void add(Set<String> paths, FilesDiff diff)
      throws IOException, InterruptedException {
    diff.files().forEach(each -> paths.add(each.path()));
  }
}
