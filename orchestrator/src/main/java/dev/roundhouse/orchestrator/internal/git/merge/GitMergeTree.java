package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitException;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/** Runs {@code git merge-tree}, and reads its answer. Stateless. */
final class GitMergeTree {
  private static final String CONFLICT = "CONFLICT";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private GitMergeTree() {}

  /**
   * Has git merge, with the attributes in the files of {@code beside}. If a rename collides, git
   * may report a merge as clean although it left conflict markers; here that is a conflict.
   */
  static MergeResult merge(ObjectStore objects, Worktree beside, ObjectId ours, ObjectId theirs)
      throws IOException, InterruptedException {
    Git git = beside.git();
    GitOutput answer =
        git.ask("merge-tree", "--write-tree", "-z", "--messages", ours.name(), theirs.name());
    if (answer.ok() || answer.exit() == 1) {
      MergeResult.Conflicts conflicts = conflicts(answer.records(), ours, theirs);
      return answer.ok() && !ConflictMarkers.areIn(objects, conflicts)
          ? new MergeResult.Clean(ObjectId.fromString(answer.records().get(0)))
          : conflicts;
    }
    if (git.ask("merge-base", ours.name(), theirs.name()).exit() == 1) {
      return nothingInCommon();
    }
    throw new GitException(List.of("git", "merge-tree"), answer.exit(), answer.err());
  }

  private static MergeResult nothingInCommon() {
    Conflict everything =
        new Conflict(
            "everything: the histories have nothing in common",
            List.of("unrelated histories"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new MergeResult.Conflicts(List.of(everything), Optional.empty());
  }

  /**
   * Parses the tree, then one {@code mode id stage TAB path} each, an empty record, then messages.
   */
  private static MergeResult.Conflicts conflicts(
      List<String> records, ObjectId ours, ObjectId theirs) {
    ObjectId tree = ObjectId.fromString(records.get(0));
    int end = records.indexOf("");
    Map<String, Map<String, Conflict.Stage>> stages = stages(records.subList(1, end));
    Map<String, Set<String>> kinds = kinds(records.subList(end + 1, records.size()));
    Set<String> paths = new LinkedHashSet<>(stages.isEmpty() ? kinds.keySet() : stages.keySet());
    if (paths.isEmpty()) {
      paths.add("everything: git names no path");
    }
    List<Conflict> conflicts = new ArrayList<>();
    for (String path : paths) {
      List<String> why = List.copyOf(kinds.getOrDefault(path, Set.of()));
      conflicts.add(conflict(path, why, stages.getOrDefault(path, Map.of())));
    }
    return new MergeResult.Conflicts(
        conflicts, Optional.of(new MergeResult.Attempt(tree, ours, theirs)));
  }

  private static Map<String, Map<String, Conflict.Stage>> stages(List<String> records) {
    Map<String, Map<String, Conflict.Stage>> stages = new LinkedHashMap<>();
    for (String record : records) {
      int tab = record.indexOf('\t');
      List<String> words = List.of(record.substring(0, tab).split(" ", -1));
      stages
          .computeIfAbsent(record.substring(tab + 1), path -> new LinkedHashMap<>())
          .put(words.get(2), new Conflict.Stage(words.get(0), ObjectId.fromString(words.get(1))));
    }
    return stages;
  }

  private static Conflict conflict(
      String path, List<String> kinds, Map<String, Conflict.Stage> stages) {
    return new Conflict(
        path,
        kinds,
        Optional.ofNullable(stages.get("1")),
        Optional.ofNullable(stages.get("2")),
        Optional.ofNullable(stages.get("3")));
  }

  /**
   * Parses the messages: each is a number of paths, the paths, a kind, and words for people. Git
   * may print advice about submodules after them, in no fixed format.
   */
  private static Map<String, Set<String>> kinds(List<String> records) {
    Map<String, Set<String>> kinds = new LinkedHashMap<>();
    int at = 0;
    while (at < records.size() && NUMBER.matcher(records.get(at)).matches()) {
      int count = Integer.parseInt(records.get(at));
      String kind = records.get(at + count + 1);
      if (kind.startsWith(CONFLICT)) {
        for (String path : records.subList(at + 1, at + 1 + count)) {
          kinds.computeIfAbsent(path, key -> new LinkedHashSet<>()).add(bare(kind));
        }
      }
      at += count + 3;
    }
    return kinds;
  }

  /** Returns the {@code contents} in {@code CONFLICT (contents)}. */
  private static String bare(String kind) {
    return kind.substring(CONFLICT.length()).replaceAll("[()]", "").strip();
  }
}
