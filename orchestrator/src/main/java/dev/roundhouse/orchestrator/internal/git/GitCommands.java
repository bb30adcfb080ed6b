package dev.roundhouse.orchestrator.internal.git;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Map;

/** Every git command that is ever started, and where each may be started. Stateless. */
final class GitCommands {
  /** What a command does with the files of a working tree. */
  enum Reach {
    /** Nothing: objects, refs, configuration and the records of worktrees are all it knows. */
    REPOSITORY,
    /** Reads them. */
    READS,
    /** Reads them, and writes objects and an index that is a copy of ours. */
    SAVES,
    /** Writes or deletes them, or their index. */
    WRITES
  }

  /** Each command, and what it reaches. */
  static final Map<String, Reach> ALL =
      new ImmutableSortedMap.Builder<String, Reach>(Comparator.naturalOrder())
          .put("add", Reach.SAVES)
          .put("cat-file", Reach.REPOSITORY)
          .put("check-attr", Reach.READS)
          .put("check-ignore", Reach.READS)
          .put("check-ref-format", Reach.REPOSITORY)
          .put("checkout", Reach.WRITES)
          .put("checkout-index", Reach.WRITES)
          .put("clean", Reach.WRITES)
          .put("commit", Reach.WRITES)
          .put("config", Reach.REPOSITORY)
          .put("diff", Reach.READS)
          .put("diff-index", Reach.READS)
          .put("diff-tree", Reach.REPOSITORY)
          .put("for-each-ref", Reach.REPOSITORY)
          .put("fsck", Reach.REPOSITORY)
          .put("gc", Reach.REPOSITORY)
          .put("hash-object", Reach.READS)
          .put("init", Reach.REPOSITORY)
          .put("ls-files", Reach.READS)
          .put("ls-remote", Reach.REPOSITORY)
          .put("ls-tree", Reach.REPOSITORY)
          .put("merge", Reach.WRITES)
          .put("merge-base", Reach.REPOSITORY)
          .put("merge-tree", Reach.READS)
          .put("pack-refs", Reach.REPOSITORY)
          .put("push", Reach.REPOSITORY)
          .put("read-tree", Reach.SAVES)
          .put("remote", Reach.REPOSITORY)
          .put("reset", Reach.WRITES)
          .put("rev-list", Reach.REPOSITORY)
          .put("rev-parse", Reach.REPOSITORY)
          .put("status", Reach.READS)
          .put("submodule", Reach.WRITES)
          .put("symbolic-ref", Reach.REPOSITORY)
          .put("tag", Reach.REPOSITORY)
          .put("update-index", Reach.SAVES)
          .put("update-ref", Reach.REPOSITORY)
          .put("var", Reach.REPOSITORY)
          .put("version", Reach.REPOSITORY)
          .put("worktree", Reach.REPOSITORY)
          .put("write-tree", Reach.SAVES)
          .build();

  private GitCommands() {}

  /**
   * Refuses what would write where nobody has looked, or is in no table.
   *
   * @param verified whether somebody has looked
   * @param apart whether the index is a copy of ours
   * @throws IllegalStateException if the caller is wrong
   */
  static void require(boolean verified, boolean apart, String... words) {
    String name = name(words);
    Reach reach = ALL.get(name);
    if (reach == null) {
      throw new IllegalStateException("git " + name + " is not in the table of commands");
    }
    boolean writes = reach == Reach.WRITES || (reach == Reach.SAVES && !apart);
    if (writes && !verified) {
      throw new IllegalStateException("git " + name + " in a place nobody has verified");
    }
  }

  /** The command's name, which may stand behind settings. */
  private static String name(String... words) {
    int at = 0;
    while (words[at].startsWith("-")) {
      at += words[at].equals("-c") ? 2 : 1;
    }
    return words[at];
  }
}
