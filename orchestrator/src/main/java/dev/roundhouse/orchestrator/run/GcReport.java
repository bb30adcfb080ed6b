package dev.roundhouse.orchestrator.run;

import java.util.List;

/**
 * What a collection of garbage took away, or would. Immutable.
 *
 * @param dryRun whether nothing was done
 * @param refs the refs of kept work that went
 * @param logs the runs whose logs went
 * @param slots the worktrees that went; in a dry run, those nobody needs, which go if they hold
 *     nothing that is nowhere else
 * @param putAside directories that hold what could not be saved; these stay until a person acts
 * @param unsaved worktrees nobody needs, which stay as they hold what is nowhere else; a dry run
 *     does not look
 * @param journalBytes how many bytes of the journal were given back; in a dry run, how many it has
 */
public record GcReport(
    boolean dryRun,
    List<String> refs,
    List<String> logs,
    List<String> slots,
    List<String> putAside,
    List<String> unsaved,
    long journalBytes) {
  /** Copies the lists. */
  public GcReport {
    refs = List.copyOf(refs);
    logs = List.copyOf(logs);
    slots = List.copyOf(slots);
    putAside = List.copyOf(putAside);
    unsaved = List.copyOf(unsaved);
  }
}
