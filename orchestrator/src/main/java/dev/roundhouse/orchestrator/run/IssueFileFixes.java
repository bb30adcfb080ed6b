package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.backlog.IssueFileFix;
import java.util.List;

/**
 * The fixes to the issue files of a checkout that do not change their meaning. Immutable; nothing
 * is written until a {@link IssueFileFix} is applied.
 *
 * @param fixes the fixes, by path
 * @param unmerged the paths of issue files left alone because git lists them as unmerged
 */
public record IssueFileFixes(List<IssueFileFix> fixes, List<String> unmerged) {
  /** Copies the lists. */
  public IssueFileFixes {
    fixes = List.copyOf(fixes);
    unmerged = List.copyOf(unmerged);
  }
}
