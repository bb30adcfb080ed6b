package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Backs up the things a worktree shares with the user and an agent can therefore remove: the stash,
 * the branches and the tags, and {@link SharedFilesBackup}. They are recorded before an agent
 * begins; those missing when it has ended are kept, whatever removed them. For one slot, and one
 * thread at a time.
 */
final class SharedRefsBackup {
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final String STASH = "stash ";
  private static final String MESSAGE = "What the user's branches, tags and stash lead to\n";
  private static final PersonIdent NOBODY =
      new PersonIdent("Roundhouse", "roundhouse@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final Repository repository;
  private final Path folder;
  private final Path note;
  private final SharedFilesBackup files;
  private final String anchorRef;

  SharedRefsBackup(Repository repository, Worktree slot) {
    this.repository = repository;
    this.folder = repository.stateDir().resolve("shared");
    this.note = folder.resolve(slot.name());
    this.files = new SharedFilesBackup(repository, folder, slot.name());
    this.anchorRef = "refs/roundhouse/anchor/" + slot.name();
  }

  /** Records the current state, and holds its commits, so that their objects cannot be deleted. */
  void note() throws IOException, InterruptedException {
    Directories.create(folder);
    anchor();
    List<String> lines = new ArrayList<>();
    stash().forEach(id -> lines.add(STASH + id));
    repository.refs().below(HEADS).forEach((ref, id) -> lines.add(ref + " " + id.name()));
    repository.refs().below(TAGS).forEach((ref, id) -> lines.add(ref + " " + id.name()));
    files.note();
    Files.write(note, lines);
  }

  /**
   * Creates a ref on one commit whose parents are all recorded commits: deleting a branch, and then
   * everything unreachable, loses nothing that must be kept. The same commits give the same commit.
   */
  private void anchor() throws IOException {
    Set<ObjectId> held = new TreeSet<>();
    stash().forEach(id -> held.add(ObjectId.fromString(id)));
    held.addAll(repository.refs().below(HEADS).values());
    held.addAll(repository.refs().below(TAGS).values());
    Set<ObjectId> parents = new TreeSet<>();
    for (ObjectId each : held) {
      repository.objects().commitOf(each).ifPresent(parents::add);
    }
    ObjectId tree = repository.objects().emptyTree();
    ObjectId anchor =
        repository.objects().commit(tree, List.copyOf(parents), NOBODY, NOBODY, MESSAGE);
    Optional<ObjectId> before = repository.resolve(anchorRef);
    if (before.filter(anchor::equals).isEmpty()
        && !repository.refs().update(anchorRef, before.orElse(null), anchor, "roundhouse: hold")) {
      throw new IOException("another process moved " + anchorRef + "; run again");
    }
  }

  /**
   * Keeps the recorded things that are missing now: commits below {@code refs}, and files as {@code
   * name}.
   *
   * @return messages on these, one line each
   */
  List<String> keep(String refs, String name) throws IOException, InterruptedException {
    if (!Files.isRegularFile(note)) {
      return List.of();
    }
    Now now = new Now(stash(), repository.refs().below(HEADS), repository.refs().below(TAGS));
    List<String> taken = new ArrayList<>();
    List<String> noted = Files.readAllLines(note);
    for (String line : noted) {
      taken(line, now, refs, taken.size() + 1).ifPresent(taken::add);
    }
    long more = now.stash().stream().filter(each -> !noted.contains(STASH + each)).count();
    if (more > 0) {
      taken.add(more + " more on your stash than before, on top of your own: 'git stash list'");
    }
    taken.addAll(files.keep(name));
    Files.delete(note);
    return taken;
  }

  /** The state when the agent has ended. */
  private record Now(List<String> stash, Map<String, ObjectId> heads, Map<String, ObjectId> tags) {}

  /**
   * Keeps the thing that one line of the record names, if it is missing now, and returns a message.
   */
  private Optional<String> taken(String line, Now now, String refs, int number) throws IOException {
    int cut = line.lastIndexOf(' ');
    String id = line.substring(cut + 1);
    if (!ObjectId.isId(id)) {
      return Optional.empty();
    }
    if (line.startsWith(TAGS)) {
      return tag(line.substring(0, cut), id, now.tags(), refs + "tag-" + number);
    }
    if (line.startsWith(STASH)) {
      return now.stash().contains(id)
          ? Optional.empty()
          : put(refs + "stash-" + number, id).map(ref -> "an entry of the stash" + went(ref));
    }
    String branch = line.substring(HEADS.length(), cut);
    return isHeld(id, now.heads().values())
        ? Optional.empty()
        : put(refs + "branch-" + number, id).map(ref -> branch + went(ref));
  }

  private static String went(String ref) {
    return " disappeared, and is kept at " + ref;
  }

  /**
   * Keeps a tag that was deleted or moved, and returns a message that names its old commit in any
   * case.
   */
  private Optional<String> tag(String name, String id, Map<String, ObjectId> tags, String ref)
      throws IOException {
    if (ObjectId.fromString(id).equals(tags.get(name))) {
      return Optional.empty();
    }
    String kept = put(ref, id).map(at -> ", and is kept at " + at).orElse("");
    return Optional.of(
        "tag " + name.substring(TAGS.length()) + " was deleted or moved; it was at " + id + kept);
  }

  private boolean isHeld(String id, Collection<ObjectId> heads) throws IOException {
    ObjectId commit = ObjectId.fromString(id);
    if (heads.contains(commit)) {
      return true;
    }
    for (ObjectId head : heads) {
      if (repository.objects().isAncestor(commit, head)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Creates a ref on the commit, unless another attempt has done so, or it is lost or not a commit.
   */
  private Optional<String> put(String ref, String id) throws IOException {
    ObjectId commit = ObjectId.fromString(id);
    Map<String, ObjectId> kept = new TreeMap<>(repository.refs().below(KeptWork.REFS));
    if (kept.containsValue(commit)) {
      return Optional.empty();
    }
    try {
      repository.objects().treeOf(commit);
    } catch (MissingObjectException | IncorrectObjectTypeException noCommit) {
      return Optional.empty();
    }
    String free = ref;
    for (int i = 2; kept.containsKey(free); i++) { // an attempt from a lost ledger
      free = ref + "-" + i;
    }
    return repository.refs().update(free, null, commit, "roundhouse: keep")
        ? Optional.of(free)
        : Optional.empty();
  }

  private List<String> stash() throws IOException {
    Path log = repository.commonDir().resolve("logs").resolve("refs").resolve("stash");
    if (!Files.isRegularFile(log)) {
      return List.of();
    }
    return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && ObjectId.isId(parts[1]))
        .map(parts -> parts[1])
        .toList();
  }
}
