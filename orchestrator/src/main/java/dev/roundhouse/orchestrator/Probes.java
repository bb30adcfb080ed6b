package dev.roundhouse.orchestrator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.git.Conflict;
import dev.roundhouse.orchestrator.git.MergeResult;
import dev.roundhouse.orchestrator.git.Merger;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.work.Bulletin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Merges what is under way with each other, two by two and to no end but to know: whoever would
 * conflict is told of early, once. Only what has files in common is merged, and each two trees
 * once. The attributes are those of the checkout, so that a landing may still see it otherwise. For
 * one thread.
 */
final class Probes {
  private static final int REMEMBERED = 10_000;
  private static final int SHOWN = 3;

  private final Repository repository;
  private final Merger merger;
  private final Bulletin bulletin;
  private final Rivals rivals;
  private final Cache<Trees, List<String>> answers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Set<Pair> told = new HashSet<>();

  Probes(Repository repository, Bulletin bulletin, Rivals rivals) {
    this.repository = repository;
    this.merger = new Merger(repository);
    this.bulletin = bulletin;
    this.rivals = rivals;
  }

  /** Probes all of {@code sightings} that have not been probed as they are. */
  void probe(List<Sighting> sightings) throws IOException, InterruptedException {
    List<Rivals.Two> conflicts = new ArrayList<>();
    for (int i = 0; i < sightings.size(); i++) {
      for (int j = i + 1; j < sightings.size(); j++) {
        Sighting one = sightings.get(i);
        Sighting other = sightings.get(j);
        Set<String> common = new TreeSet<>(one.paths());
        common.retainAll(other.paths());
        if (!common.isEmpty() && collide(one, other, common)) {
          conflicts.add(new Rivals.Two(one.issue(), other.issue()));
        }
      }
    }
    rivals.are(conflicts);
  }

  private boolean collide(Sighting one, Sighting other, Set<String> common)
      throws IOException, InterruptedException {
    if (!one.isCommitted() || !other.isCommitted()) {
      tell(new Pair(one.attempt(), other.attempt(), false), one, other, common);
      return false;
    }
    List<String> conflicts = conflicts(one, other);
    if (!conflicts.isEmpty()) {
      tell(new Pair(one.attempt(), other.attempt(), true), one, other, conflicts);
    }
    return !conflicts.isEmpty();
  }

  private List<String> conflicts(Sighting one, Sighting other)
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

  private void tell(Pair pair, Sighting one, Sighting other, Iterable<String> paths) {
    if (!told.add(pair)) {
      return;
    }
    String files = shown(paths);
    String both = one.name() + " and " + other.name();
    bulletin.warn(
        pair.conflict
            ? both + " conflict as they are now, in " + files + "; who lands second is worked again"
            : both + " both change " + files);
  }

  private static String shown(Iterable<String> paths) {
    List<String> all = new ArrayList<>();
    paths.forEach(all::add);
    String some = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
    return all.size() > SHOWN ? some + " and more" : some;
  }

  /** Two trees to merge, and what they were made from. */
  private record Trees(ObjectId one, ObjectId other, ObjectId base, ObjectId otherBase) {}

  /** Two attempts, of which something was told. */
  private record Pair(AttemptId one, AttemptId other, boolean conflict) {}
}
