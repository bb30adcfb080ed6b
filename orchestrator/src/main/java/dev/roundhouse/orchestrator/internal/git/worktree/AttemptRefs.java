package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The refs that keep the work of one attempt. Refs this object has created it may also remove. For
 * one thread.
 */
final class AttemptRefs {
  private final Repository repository;
  private final String prefix;
  private final ObjectId base;
  private final Set<String> ours = new HashSet<>(); // pieces that this object has put here
  private final Map<String, ObjectId> kept = new LinkedHashMap<>(); // in this round, by piece

  /**
   * Creates the refs below {@code prefix}, which ends in a slash, of an attempt that began at
   * {@code base}.
   */
  AttemptRefs(Repository repository, String prefix, ObjectId base) {
    this.repository = repository;
    this.prefix = prefix;
    this.base = base;
  }

  /** Returns the full name of {@code piece}. */
  String name(String piece) {
    return prefix + piece;
  }

  /**
   * Puts {@code commit} behind the ref of {@code piece}; an old commit there, of an attempt with
   * that number that no ledger remembers, is kept as well.
   */
  void keep(String piece, ObjectId commit) throws IOException, InterruptedException {
    String ref = name(piece);
    ObjectId old = repository.resolve(ref).orElse(null);
    if (old != null && !isPartOf(old, commit)) {
      keepEarlier(piece, old);
    }
    put(ref, old, commit);
    ours.add(piece);
    kept.put(piece, commit);
  }

  /**
   * Keeps the earlier commit if it is complete: a ref on an incomplete one would stop every later
   * git gc.
   */
  private void keepEarlier(String piece, ObjectId old) throws IOException, InterruptedException {
    if (!ours.contains(piece) && repository.isWhole(List.of(old), base)) {
      put(free("earlier-"), null, old);
    }
  }

  private boolean isPartOf(ObjectId old, ObjectId commit) throws IOException {
    try {
      return repository.objects().isAncestor(old, commit)
          || repository.objects().isRepeat(old, commit);
    } catch (MissingObjectException gone) {
      return gone.getObjectId().equals(old); // nothing is left to keep
    }
  }

  /** Removes {@code piece} from the work; the commit behind it moves to another ref. */
  void retire(String piece) throws IOException, InterruptedException {
    Optional<ObjectId> old = repository.resolve(name(piece));
    if (old.isPresent()) {
      keepEarlier(piece, old.get());
      drop(piece);
    }
  }

  /** Begins to keep everything once more. */
  void beginRound() {
    kept.clear();
  }

  /** Returns the commits kept in this round. */
  Collection<ObjectId> kept() {
    return Collections.unmodifiableCollection(kept.values());
  }

  /** Removes the refs created here in earlier rounds and not in this one. */
  void dropEarlierRounds() throws IOException, InterruptedException {
    for (String each : ours) {
      if (!kept.containsKey(each)) {
        drop(each);
      }
    }
  }

  private void drop(String piece) throws IOException, InterruptedException {
    repository.refs().delete(name(piece));
  }

  private String free(String start) throws IOException {
    int number = 1;
    while (repository.resolve(name(start + number)).isPresent()) {
      number++;
    }
    return name(start + number);
  }

  private void put(String ref, @Nullable ObjectId old, ObjectId commit) throws IOException {
    if (!repository.refs().update(ref, old, commit, "roundhouse: keep")) {
      throw new IOException("another process moved " + ref + "; run again");
    }
  }
}
