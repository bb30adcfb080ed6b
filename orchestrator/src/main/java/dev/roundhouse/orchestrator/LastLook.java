package dev.roundhouse.orchestrator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.AttemptContent.Since;
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
final class LastLook {
  private static final Pattern MARK = Pattern.compile("(?m)^(completed_at:).*$");

  private final Repository repository;
  private final String ref;

  LastLook(Repository repository, Changes now) {
    this.repository = repository;
    this.ref = WorkRefs.SEEN + now.issue().key();
  }

  /** Notes that a person looks at {@code now}; does nothing while an agent works on it. */
  void note(Changes now) throws IOException, InterruptedException {
    Optional<ObjectId> commit = now.to().isEmpty() ? Optional.empty() : commit(now.to().get());
    Optional<ObjectId> before = repository.refs().commit(ref);
    if (commit.isPresent() && !commit.equals(before)) {
      // if another person looks at the same moment, one look is as good as the other
      var unused =
          repository.refs().update(ref, before.orElse(null), commit.get(), "roundhouse: review");
    }
  }

  /** Returns how {@code now} differs from what was looked at; empty if nothing was. */
  Optional<Since> since(Changes now) throws IOException, InterruptedException {
    Optional<ObjectId> seen = repository.refs().commit(ref);
    Optional<ObjectId> base = commit(now.from());
    if (seen.isEmpty() || base.isEmpty() || now.to().isEmpty()) {
      return Optional.empty();
    }
    if (commit(now.to().get()).equals(seen)) {
      return Optional.of(new Since(from(now, seen.get()), List.of(), true));
    }
    Optional<ObjectId> merged = new Merger(repository).inProcess(base.get(), seen.get());
    if (merged.isPresent()) {
      return Optional.of(withoutMark(now, merged.get()));
    }
    return Optional.of(
        new Since(from(now, seen.get()), touched(now, seen.get(), base.get()), false));
  }

  /**
   * Leaves out files in which nothing but the time of completion differs: each mark has its own.
   */
  private Since withoutMark(Changes now, ObjectId earlier)
      throws IOException, InterruptedException {
    ObjectId later = commit(now.to().orElseThrow()).orElseThrow();
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
    return new Since(from(now, from), isLess ? changed : List.of(), true);
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

  private static Changes from(Changes now, ObjectId earlier) {
    return new Changes(
        now.issue(), now.attempt(), now.state(), earlier.name(), now.to(), Optional.empty());
  }

  /** Returns the files that the work changed, then or now. */
  private List<String> touched(Changes now, ObjectId seen, ObjectId base)
      throws IOException, InterruptedException {
    Set<String> paths = new TreeSet<>();
    String begun = repository.objects().mergeBase(seen, base).orElse(base).name();
    add(paths, FilesDiff.between(repository, begun, seen.name()));
    add(paths, FilesDiff.between(repository, now.from(), now.to().orElseThrow()));
    return List.copyOf(paths);
  }

  private static void add(Set<String> paths, FilesDiff diff)
      throws IOException, InterruptedException {
    diff.files().forEach(each -> paths.add(each.path()));
  }
}
