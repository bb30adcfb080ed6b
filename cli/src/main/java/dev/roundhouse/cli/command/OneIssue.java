package dev.roundhouse.cli.command;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Overview;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Standing;
import java.util.List;
import java.util.Optional;

/** Finds the one issue a person names, by id or by bare number. */
final class OneIssue {
  private OneIssue() {}

  static Standing find(Overview overview, String name) throws RefusedException {
    Optional<Standing> exact = IssueId.parse(name).flatMap(overview.plan()::find);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<Standing> numbered =
        overview.plan().standings().stream()
            .filter(each -> each.issue().id().key().endsWith("-" + name))
            .toList();
    if (numbered.size() == 1) {
      return numbered.get(0);
    }
    throw RefusedException.input(
        numbered.isEmpty()
            ? "no issue is called " + name
            : name
                + " could be any of "
                + numbered.stream().map(each -> each.issue().id()).toList(),
        "see 'roundhouse list' for the ids");
  }
}
