package dev.roundhouse.orchestrator.run;

import java.util.List;

/**
 * The things that a garbage collection removed or would remove. Immutable.
 *
 * @param dryRun true if nothing was done
 * @param refs the removed refs of kept work
 * @param logs the runs whose logs were removed
 * @param slots the removed worktrees; in a dry run, the unused ones, which are removed if
 *     everything in them is also saved elsewhere
 * @param putAside the directories that hold work that could not be saved; these stay until a person
 *     acts
 * @param unsaved the unused worktrees that stay because they hold work that is not saved elsewhere;
 *     a dry run does not check
 * @param journalBytes the number of bytes of the journal that were freed; in a dry run, the size of
 *     the journal
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
