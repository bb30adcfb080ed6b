package dev.roundhouse.orchestrator.git;

import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * Saves everything an attempt left in its worktree into refs: what was committed, what was not, and
 * commits that were thrown away. Ignored files are not saved, but for those that are ignored only
 * since somebody changed, during an attempt, what all worktrees ignore. Nothing in the worktree
 * changes; what cannot be saved is put aside with its whole directory.
 *
 * <p>Safe for use by any number of threads, each worktree by one at a time.
 */
public final class Harvest {
  private final Repository repository;

  /** Saves into {@code repository}. */
  public Harvest(Repository repository) {
    this.repository = repository;
  }

  /**
   * Saves what {@code slot} holds to {@code refs/roundhouse/work/<issue>/<number>/…}; durable when
   * it returns. Nothing may write to the worktree meanwhile.
   *
   * @param base the commit the attempt began at
   * @param when the date of the commit of what was not committed
   * @throws IOException if git or the file system failed; calling again is harmless
   */
  public Harvested of(Worktree slot, ObjectId base, IssueId issue, int number, Instant when)
      throws IOException, InterruptedException {
    String refs = "refs/roundhouse/work/" + issue.key() + "/" + number + "/";
    String aside = "kept-" + issue.key() + "-" + number;
    List<String> taken = new Shared(repository, slot).keep(refs, issue.key() + "/" + number);
    Remains remains = new Remains(repository, slot, aside);
    String broken = remains.mend();
    if (broken != null && !Files.exists(slot.gitDir().resolve("HEAD"))) {
      remains.quarantine();
      return new Harvested(base, Optional.empty(), List.of(), taken, broken, true);
    }
    Optional<ObjectId> known = head(slot);
    ObjectId head = known.isPresent() ? known.get() : base;
    String worse = known.isPresent() ? null : remains.mendHead(base);
    keep(refs + "head", head);
    List<ObjectId> lost = lost(slot, base, head, refs);
    if (worse != null && !remains.isWorktree()) {
      remains.quarantine();
      remains.forget();
      return new Harvested(head, Optional.empty(), lost, taken, remains.unknown(), true);
    }
    String damage = first(broken, worse);
    if (!remains.hasDirectory()) {
      return new Harvested(head, Optional.empty(), lost, taken, damage, false);
    }
    Index.Saved saved = new Index(repository, slot, base).save();
    Optional<ObjectId> dirty = dirty(saved, head, issue, when, refs + "dirty");
    String problem = first(damage, remains.operation(), saved.problem());
    Harvested all = new Harvested(head, dirty, lost, taken, problem, saved.unsaved());
    new Excludes(repository).mark();
    Harvested told = hidden(saved.hidden(), base, all, issue, when, refs + "excluded");
    if (saved.unsaved()) {
      remains.quarantine();
    }
    return told;
  }

  /**
   * Notes what {@code slot} shares with the user, before an agent begins there.
   *
   * @throws IOException if it cannot be noted
   */
  public void begin(Worktree slot) throws IOException {
    new Shared(repository, slot).note();
  }

  /**
   * Takes what git ignores in all worktrees for the user's own, unless an attempt left it so. For
   * the beginning of a run, before any attempt.
   *
   * @throws IOException if it cannot be noted
   */
  public void beginAll() throws IOException, InterruptedException {
    new Excludes(repository).note();
  }

  /** Keeps what is hidden as well, and says so; it is a problem if there is nothing else. */
  private Harvested hidden(
      Index.@Nullable Hidden hidden,
      ObjectId base,
      Harvested all,
      IssueId issue,
      Instant when,
      String ref)
      throws IOException {
    if (hidden == null) {
      return all;
    }
    ObjectStore objects = repository.objects();
    ObjectId parent = all.dirty().orElse(all.head());
    PersonIdent author = repository.author(when);
    String message = "What was left and is ignored for " + issue + "\n";
    List<ObjectId> parents = List.of(parent);
    keep(ref, objects.commit(hidden.tree(), parents, author, repository.committer(when), message));
    String line =
        hidden.shown()
            + ": ignored only since info/exclude or core.excludesFile changed while an attempt"
            + " worked, so not part of the work, and kept at "
            + ref
            + "; undo that change, or, to have it hold, delete "
            + repository.stateDir().resolve("excludes");
    Harvested told = all.telling(line);
    return objects.treeOf(base).equals(objects.treeOf(parent)) && all.problem() == null
        ? told.troubled("the agent changed nothing but what is ignored; " + line)
        : told;
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String each : candidates) {
      if (each != null) {
        return each;
      }
    }
    return null;
  }

  private Optional<ObjectId> head(Worktree slot) throws IOException, InterruptedException {
    String record = "--git-dir=" + slot.gitDir(); // there may be no worktree to ask in
    GitOutput head = repository.git().ask(record, "rev-parse", "--verify", "-q", "HEAD^{commit}");
    return head.ok() ? Optional.of(ObjectId.fromString(head.line())) : Optional.empty();
  }

  private Optional<ObjectId> dirty(
      Index.Saved saved, ObjectId head, IssueId issue, Instant when, String ref)
      throws IOException, InterruptedException {
    ObjectId tree = saved.tree();
    if (tree == null) {
      return Optional.empty();
    }
    if (tree.equals(repository.objects().treeOf(head))) {
      retire(ref);
      return Optional.empty();
    }
    String message = "What was left uncommitted for " + issue + "\n";
    PersonIdent author = repository.author(when);
    ObjectId commit =
        repository
            .objects()
            .commit(tree, List.of(head), author, repository.committer(when), message);
    keep(ref, commit);
    return Optional.of(commit);
  }

  /** Commits that were made in this attempt and are on no way to its head any more. */
  private List<ObjectId> lost(Worktree slot, ObjectId base, ObjectId head, String refs)
      throws IOException, InterruptedException {
    Path log = slot.gitDir().resolve("logs").resolve("HEAD");
    if (!Files.exists(log)) {
      return List.of();
    }
    List<String> words =
        new ArrayList<>(List.of("rev-list", "--no-walk", "--ignore-missing", "--stdin"));
    StringBuilder seen = new StringBuilder();
    new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && ObjectId.isId(parts[1]))
        .forEach(parts -> seen.append(parts[1]).append('\n'));
    GitOutput known = repository.git().feed(seen.toString(), words.toArray(String[]::new));
    List<ObjectId> lost = new ArrayList<>();
    for (String id : known.text().lines().distinct().toList()) {
      ObjectId commit = ObjectId.fromString(id);
      if (!isPartOf(commit, head, base, lost)) {
        lost.add(commit);
        keep(refs + "lost-" + lost.size(), commit);
      }
    }
    return lost;
  }

  private boolean isPartOf(ObjectId commit, ObjectId head, ObjectId base, List<ObjectId> kept)
      throws IOException {
    for (ObjectId each : kept) {
      if (repository.objects().isAncestor(commit, each)) {
        return true;
      }
    }
    return repository.objects().isAncestor(commit, head)
        || repository.objects().isAncestor(commit, base);
  }

  /** What a ref holds of an attempt of that number that no ledger remembers stays as well. */
  private void keep(String ref, ObjectId commit) throws IOException {
    ObjectId old = repository.resolve(ref).orElse(null);
    if (old != null
        && !repository.objects().isAncestor(old, commit)
        && !repository.objects().isRepeat(old, commit)) {
      put(earlier(ref), null, old);
    }
    put(ref, old, commit);
  }

  private void retire(String ref) throws IOException, InterruptedException {
    Optional<ObjectId> old = repository.resolve(ref);
    if (old.isPresent()) {
      put(earlier(ref), null, old.get());
      repository.git().run("update-ref", "--no-deref", "-d", ref, old.get().name());
    }
  }

  private String earlier(String ref) throws IOException {
    return free(ref.substring(0, ref.lastIndexOf('/') + 1) + "earlier-");
  }

  private String free(String prefix) throws IOException {
    int number = 1;
    while (repository.resolve(prefix + number).isPresent()) {
      number++;
    }
    return prefix + number;
  }

  private void put(String ref, @Nullable ObjectId old, ObjectId commit) throws IOException {
    if (!repository.updateRef(ref, old, commit, "roundhouse: keep")) {
      throw new IOException("somebody else moved " + ref + "; run again");
    }
  }
}
