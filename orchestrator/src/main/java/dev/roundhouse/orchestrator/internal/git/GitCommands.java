package dev.roundhouse.orchestrator.internal.git;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.Map;

/**
 * The table of all git commands that are ever started, and of the places each may be started in.
 * Stateless.
 */
final class GitCommands {
  /** The access of a command to the files of a working tree. */
  enum Reach {
    /** Touches no files: only objects, refs, configuration and the records of worktrees. */
    REPOSITORY,
    /** Reads files. */
    READS,
    /** Reads files, and writes objects and an index that is a copy of ours. */
    SAVES,
    /** Writes or deletes files, or their index. */
    WRITES
  }

  /** Each command with its reach. */
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
   * Refuses a command that would write in an unverified place, or is not in the table.
   *
   * @param verified whether the place was verified
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

  /** Returns the command's name, which may follow settings. */
  private static String name(String... words) {
    int at = 0;
    while (words[at].startsWith("-")) {
      at += words[at].equals("-c") ? 2 : 1;
    }
    return words[at];
  }
}
