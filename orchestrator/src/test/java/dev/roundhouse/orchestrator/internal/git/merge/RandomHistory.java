package dev.roundhouse.orchestrator.internal.git.merge;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/** Two commits to merge, out of a history that a seed determines. For one thread. */
final class RandomHistory {
  /**
   * What to merge.
   *
   * @param shape what kind of history they are in
   */
  record Case(long seed, String shape, ObjectId ours, ObjectId theirs) {}

  private record Commit(ObjectId id, RandomTree tree) {}

  private final ObjectInserter inserter;
  private final long seed;
  private final Random random;
  private final RandomChanges changes;
  private final boolean datesLie;
  private int clock;

  private RandomHistory(ObjectInserter inserter, long seed) {
    this.inserter = inserter;
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.changes = new RandomChanges(random);
    this.datesLie = random.nextInt(4) == 0;
  }

  static Case of(long seed, ObjectInserter inserter) throws IOException {
    return new RandomHistory(inserter, seed).make();
  }

  private Case make() throws IOException {
    Commit base = commit(changes.begin());
    int shape = random.nextInt(100);
    if (shape < 63) {
      return of("fork", line(base), line(base));
    }
    if (shape < 66) {
      return emptied();
    }
    if (shape < 78) {
      return alike(base);
    }
    if (shape < 88) {
      return crissCross(base);
    }
    if (shape < 95) {
      Commit ours = line(base);
      return of("taken in", line(ours), line(merge(line(base), ours)));
    }
    if (shape < 97) {
      return of("ahead", base, line(base));
    }
    return shape < 99 ? of("behind", line(base), base) : of("strangers", base, commit(base.tree()));
  }

  /** Both sides make one change alike before they go their own ways. */
  private Case alike(Commit base) throws IOException {
    RandomTree ours = base.tree().copy();
    RandomTree theirs = base.tree().copy();
    long both = random.nextLong();
    new RandomChanges(new Random(both)).change(ours);
    new RandomChanges(new Random(both)).change(theirs);
    return of("alike", line(commit(ours, base)), line(commit(theirs, base)));
  }

  /** A directory in which each side removes what the other has left. */
  private Case emptied() throws IOException {
    RandomTree tree = changes.begin();
    for (String path : List.of("z/1", "z/2")) {
      tree.put(path, new RandomTree.Node(FileMode.REGULAR_FILE, path + "\n"));
    }
    Commit base = commit(tree);
    RandomTree ours = tree.copy();
    RandomTree theirs = tree.copy();
    ours.remove("z/1");
    theirs.remove("z/2");
    return of("emptied", line(commit(ours, base)), line(commit(theirs, base)));
  }

  private Case crissCross(Commit base) throws IOException {
    Commit one = line(base);
    Commit other = line(base);
    return of("criss-cross", line(merge(one, other)), line(merge(other, one)));
  }

  /** A merge as somebody may have made it, not as git would. */
  private Commit merge(Commit one, Commit other) throws IOException {
    RandomTree merged = one.tree().copy();
    for (String path : other.tree().paths()) {
      if (random.nextInt(2) == 0) {
        merged.put(path, other.tree().at(path));
      }
    }
    return commit(merged, one, other);
  }

  private Commit line(Commit from) throws IOException {
    Commit at = from;
    int commits = 1 + random.nextInt(2);
    for (int i = 0; i < commits; i++) {
      RandomTree tree = at.tree().copy();
      changes.change(tree);
      at = commit(tree, at);
    }
    return at;
  }

  private Case of(String shape, Commit ours, Commit theirs) {
    return random.nextBoolean()
        ? new Case(seed, shape, ours.id(), theirs.id())
        : new Case(seed, shape, theirs.id(), ours.id());
  }

  private Commit commit(RandomTree tree, Commit... parents) throws IOException {
    clock += datesLie ? random.nextInt(2000) - 1000 : 60;
    PersonIdent who =
        new PersonIdent(
            "Tess", "t@example.org", Instant.ofEpochSecond(2_000_000 + clock), ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree.write(inserter));
    commit.setParentIds(List.of(parents).stream().map(Commit::id).toArray(ObjectId[]::new));
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage("seed " + seed + ", " + random.nextInt());
    return new Commit(inserter.insert(commit), tree);
  }
}
