package dev.roundhouse.orchestrator.internal.overlap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.internal.context.EventPublisher;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.merge.Conflict;
import dev.roundhouse.orchestrator.internal.git.merge.MergeResult;
import dev.roundhouse.orchestrator.internal.git.merge.Merger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Merges work under way with each other, in pairs and only to learn of conflicts: each conflict is
 * reported early, once. Only work with common files is merged, and each pair of trees once. The
 * attributes are those of the checkout, so a landing may still differ. For one thread.
 */
final class ConflictProbe {
  private static final int REMEMBERED = 10_000;
  private static final int SHOWN = 3;

  private final Repository repository;
  private final Merger merger;
  private final EventPublisher publisher;
  private final ConflictCounts rivals;
  private final Cache<Trees, List<String>> answers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Set<Pair> reported = new HashSet<>();

  ConflictProbe(Repository repository, EventPublisher publisher, ConflictCounts rivals) {
    this.repository = repository;
    this.merger = new Merger(repository);
    this.publisher = publisher;
    this.rivals = rivals;
  }

  /** Probes all of {@code sightings} that have changed since they were last probed. */
  void probe(List<ObservedChanges> sightings) throws IOException, InterruptedException {
    List<ConflictCounts.Two> conflicts = new ArrayList<>();
    for (int i = 0; i < sightings.size(); i++) {
      for (int j = i + 1; j < sightings.size(); j++) {
        ObservedChanges one = sightings.get(i);
        ObservedChanges other = sightings.get(j);
        Set<String> common = new TreeSet<>(one.paths());
        common.retainAll(other.paths());
        if (!common.isEmpty() && collide(one, other, common)) {
          conflicts.add(new ConflictCounts.Two(one.issue(), other.issue()));
        }
      }
    }
    rivals.are(conflicts);
  }

  private boolean collide(ObservedChanges one, ObservedChanges other, Set<String> common)
      throws IOException, InterruptedException {
    if (!one.isCommitted() || !other.isCommitted()) {
      report(new Pair(one.attempt(), other.attempt(), false), one, other, common);
      return false;
    }
    List<String> conflicts = conflicts(one, other);
    if (!conflicts.isEmpty()) {
      report(new Pair(one.attempt(), other.attempt(), true), one, other, conflicts);
    }
    return !conflicts.isEmpty();
  }

  private List<String> conflicts(ObservedChanges one, ObservedChanges other)
      throws IOException, InterruptedException {
    Trees trees = new Trees(tree(one.head()), tree(other.head()), one.base(), other.base());
    List<String> known = answers.getIfPresent(trees);
    if (known == null) {
      known =
          paths(merger.merge(one.head(), other.head(), ours -> repository.checkoutAsWorktree()));
      answers.put(trees, known);
    }
    return known;
  }

  private ObjectId tree(ObjectId commit) throws IOException {
    return repository.objects().treeOf(commit);
  }

  private static List<String> paths(MergeResult result) {
    return result instanceof MergeResult.Conflicts conflicts
        ? conflicts.conflicts().stream().map(Conflict::path).toList()
        : List.of();
  }

  private void report(
      Pair pair, ObservedChanges one, ObservedChanges other, Iterable<String> paths) {
    if (!reported.add(pair)) {
      return;
    }
    String files = shown(paths);
    String both = one.name() + " and " + other.name();
    publisher.warn(
        pair.conflict
            ? both
                + " conflict as they are now, in "
                + files
                + "; the one that lands second is redone"
            : both + " both change " + files);
  }

  private static String shown(Iterable<String> paths) {
    List<String> all = new ArrayList<>();
    paths.forEach(all::add);
    String some = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() > SHOWN ? some + " and more" : some;
  }

  /** Two trees to merge, and their bases. */
  private record Trees(ObjectId one, ObjectId other, ObjectId base, ObjectId otherBase) {}

  /** Two attempts about which something was reported. */
  private record Pair(AttemptId one, AttemptId other, boolean conflict) {}
}
