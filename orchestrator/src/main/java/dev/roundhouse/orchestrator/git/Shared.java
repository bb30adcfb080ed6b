package dev.roundhouse.orchestrator.git;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a worktree shares with the user and an agent can therefore take away: the stash and the
 * branches. They are noted before an agent begins; what they no longer hold when it has ended is
 * kept, whoever took it. For one slot, and one thread at a time.
 */
final class Shared {
  private static final String HEADS = "refs/heads/";
  private static final String STASH = "stash ";

  private final Repository repository;
  private final Path folder;
  private final Path note;

  Shared(Repository repository, Worktree slot) {
    this.repository = repository;
    this.folder = repository.stateDir().resolve("shared");
    this.note = folder.resolve(slot.name());
  }

  /** Notes what there is. */
  void note() throws IOException {
    Directories.create(folder);
    List<String> lines = new ArrayList<>();
    stash().forEach(id -> lines.add(STASH + id));
    repository.refs(HEADS).forEach((ref, id) -> lines.add(ref + " " + id.name()));
    Files.write(note, lines);
  }

  /**
   * Keeps below {@code refs} what was noted and is not there any more.
   *
   * @return what that is, one line each
   */
  List<String> keep(String refs) throws IOException {
    if (!Files.isRegularFile(note)) {
      return List.of();
    }
    List<String> taken = new ArrayList<>();
    Map<String, ObjectId> heads = repository.refs(HEADS);
    List<String> stash = stash();
    List<String> noted = Files.readAllLines(note);
    for (String line : noted) {
      int cut = line.lastIndexOf(' ');
      String id = line.substring(cut + 1);
      boolean stashed = line.startsWith(STASH);
      if (ObjectId.isId(id) && !(stashed ? stash.contains(id) : isHeld(id, heads.values()))) {
        String kind = stashed ? "stash" : "branch";
        String what = stashed ? "an entry of the stash" : line.substring(HEADS.length(), cut);
        put(refs + kind + "-" + (taken.size() + 1), id)
            .ifPresent(ref -> taken.add(what + " went away, and is kept at " + ref));
      }
    }
    long more = stash.stream().filter(each -> !noted.contains(STASH + each)).count();
    if (more > 0) {
      taken.add(more + " more on your stash than before, on top of your own: 'git stash list'");
    }
    Files.delete(note);
    return taken;
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

  /** Puts it behind a ref, unless another attempt has done so, or the object is gone for good. */
  private Optional<String> put(String ref, String id) throws IOException {
    ObjectId commit = ObjectId.fromString(id);
    Map<String, ObjectId> kept = new TreeMap<>(repository.refs("refs/roundhouse/work/"));
    if (kept.containsValue(commit)) {
      return Optional.empty();
    }
    try {
      repository.objects().treeOf(commit);
    } catch (MissingObjectException gone) {
      return Optional.empty();
    }
    return repository.updateRef(ref, kept.get(ref), commit, "roundhouse: keep")
        ? Optional.of(ref)
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
